package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.Http;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen drill market}: lets prices and capacity move under running workloads, and reckons up what moving them saved. */
@Command(
        name = "market",
        description =
                "Run workloads through a price war and a storm on the spot market, and compare what they cost with"
                        + " staying and with perfect hindsight.",
        footer = {
            "",
            "The last line is 'market moves=… saved_percent=… hindsight_percent=… most_moves_per_workload=… oscillations=0'."
        })
public final class MarketDrill implements Callable<Integer> {
    private static final Duration RUNS_WITHIN = Duration.ofMinutes(5);
    private static final Duration ACCOUNTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final int PAGE = 200;

    @Option(
            names = "--scenario",
            split = ",",
            defaultValue = "price-war,spot-storm",
            paramLabel = "NAME",
            description = "Which scenarios (default ${DEFAULT-VALUE}).")
    List<String> scenarios = List.of("price-war", "spot-storm");

    @Option(
            names = "--hours",
            defaultValue = "6",
            paramLabel = "HOURS",
            description = "How many hours of each, of the simulated clock (default 6).")
    double hours = 6;

    @Option(
            names = "--speed",
            defaultValue = "60",
            paramLabel = "FACTOR",
            description = "How fast the simulated clock goes meanwhile (default 60).")
    double speed = 60;

    @Option(names = "--seed", defaultValue = "7", paramLabel = "SEED", description = "Of the scenarios (default 7).")
    long seed = 7;

    private final Context context;
    private final Terminal terminal;
    private final Bystanders bystanders;

    public MarketDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.bystanders = new Bystanders(context, "the market drill");
    }

    /** What the account of a workload says. */
    private record Account(String offer, double spent, double stayed, int moves, int returns, int oscillations) {

        static Account of(JsonNode item) {
            return new Account(
                    Json.text(item, "offer_id", ""),
                    amount(item, "spent"),
                    amount(item, "stayed"),
                    item.path("moves").asInt(),
                    item.path("returns").asInt(),
                    item.path("oscillations").asInt());
        }

        private static double amount(JsonNode item, String name) {
            return Double.parseDouble(item.path(name).path("amount").asString("NaN"));
        }
    }

    /** What a scenario did to a workload. */
    private record Outcome(
            String workload,
            String from,
            String to,
            int moves,
            int returns,
            int oscillations,
            double spent,
            double stayed,
            Hindsight.Costs hindsight) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, "operator");
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        if (simulator.active().isPresent()) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    "the scenario " + simulator.active().get() + " is active",
                    "./swen scenario stop");
        }
        double speedBefore = simulator.speed();
        List<Outcome> all = new ArrayList<>();
        for (String scenario : scenarios) {
            all.addAll(run(gateway, simulator, scenario, speedBefore));
        }
        return summary(all);
    }

    private List<Outcome> run(Gateway gateway, Scenarios simulator, String scenario, double speedBefore)
            throws IOException, InterruptedException {
        List<String> ids = submit(gateway, scenario);
        boolean started = false;
        try {
            simulator.speed(speed);
            await(gateway, ids);
            Map<String, Account> before = awaitAccounts(gateway, ids);
            JsonNode begun = simulator.start(scenario, seed);
            started = true;
            Instant from = Instant.parse(Json.text(begun, "started_at", ""));
            Instant to = from.plusMillis((long) (hours * Duration.ofHours(1).toMillis()));
            terminal.say(scenario + " runs from " + from + " to " + to + " of the simulated clock, seed " + seed);
            Instant now = from;
            while (now.isBefore(to)) {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                now = simulator.time();
                approve(gateway, ids);
            }
            Map<String, Account> after = accounts(gateway, ids);
            List<Outcome> outcomes = new ArrayList<>();
            for (String id : ids) {
                Account first = before.get(id);
                Account last = after.get(id);
                if (first == null || last == null) {
                    throw new CliException(ExitCode.FAILED, "workload " + id + " has no account");
                }
                outcomes.add(new Outcome(
                        id,
                        first.offer(),
                        last.offer(),
                        last.moves() - first.moves(),
                        last.returns() - first.returns(),
                        last.oscillations() - first.oscillations(),
                        last.spent() - first.spent(),
                        last.stayed() - first.stayed(),
                        hindsight(gateway, id, first.offer(), from, now)));
            }
            print(scenario, outcomes);
            return outcomes;
        } finally {
            // One that is over ended by itself.
            if (started && simulator.active().filter(scenario::equals).isPresent()) {
                simulator.stop(scenario);
            }
            simulator.speed(speedBefore);
            bystanders.cancel(gateway, ids);
        }
    }

    /** Interruptible services of several sizes, where the scenarios play. */
    private List<String> submit(Gateway gateway, String scenario) throws InterruptedException {
        String suffix = UUID.randomUUID().toString().substring(0, 5);
        List<List<String>> places = List.of(
                List.of("aws:us-west-2", "aws:us-east-1"),
                List.of("aws:us-west-2", "aws:us-east-1", "alibaba:cn-hangzhou"),
                List.of("aws:us-west-2"),
                List.of("aws:us-west-2", "aws:us-east-2", "aws:us-east-1"));
        int[][] sizes = {{2, 4}, {8, 32}};
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < places.size() * sizes.length; i++) {
            int[] size = sizes[i % sizes.length];
            String id = scenario + "-" + i + "-" + suffix;
            ObjectNode body = Json.object()
                    .put("id", id)
                    .put("team", "research")
                    .put("environment", "dev")
                    .put("kind", "service")
                    .put("cpu_cores", size[0])
                    .put("memory_gb", size[1])
                    .put("interruptible", true)
                    .put("architecture", "any")
                    .put("cost_sensitivity", 1.0)
                    .put("latency_sensitivity", 0.0);
            body.putObject("container").put("image", "ghcr.io/acme/worker:1.0");
            ArrayNode regions = body.putArray("regions_allowed");
            places.get(i / sizes.length).forEach(regions::add);
            gateway.post("/workload", body, UUID.randomUUID());
            ids.add(id);
        }
        terminal.say("Submitted " + ids.size() + " workloads for " + scenario);
        return ids;
    }

    private void await(Gateway gateway, List<String> ids) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RUNS_WITHIN.toNanos();
        while (true) {
            Set<String> waiting = approve(gateway, ids);
            if (waiting.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        "not running within " + RUNS_WITHIN.toMinutes() + " minutes: " + String.join(", ", waiting));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** Says yes to what waits for a person, as somebody would who wants to see the moves; returns what does not run. */
    private Set<String> approve(Gateway gateway, List<String> ids) throws IOException, InterruptedException {
        Set<String> waiting = new TreeSet<>();
        for (String id : ids) {
            JsonNode workload = gateway.get("/api/v1/workloads/" + id);
            String state = Json.text(workload, "state", "");
            if (!state.equals("running")) {
                waiting.add(id + " (" + state + ")");
            }
            bystanders.approve(workload);
        }
        return waiting;
    }

    private Map<String, Account> awaitAccounts(Gateway gateway, List<String> ids) throws InterruptedException {
        long deadline = System.nanoTime() + ACCOUNTS_WITHIN.toNanos();
        while (true) {
            Map<String, Account> found = accounts(gateway, ids);
            if (found.size() == ids.size()) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        "rebalancing looked at " + found.size() + " of " + ids.size() + " workloads within "
                                + ACCOUNTS_WITHIN.toMinutes() + " minutes",
                        "./swen logs routing");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private static Map<String, Account> accounts(Gateway gateway, List<String> ids) throws InterruptedException {
        Map<String, Account> found = new LinkedHashMap<>();
        for (String id : ids) {
            for (JsonNode item :
                    gateway.get("/api/v1/rebalancing?workload_id=" + id).path("items")) {
                found.put(id, Account.of(item));
            }
        }
        return found;
    }

    /** The best way through the recorded prices of every place that any of the workload's decisions thought of. */
    private static Hindsight.Costs hindsight(Gateway gateway, String id, String start, Instant from, Instant to)
            throws InterruptedException {
        Set<String> offers = new TreeSet<>();
        offers.add(start);
        for (JsonNode decision :
                gateway.get("/api/v1/decisions?workload_id=" + id).path("items")) {
            add(offers, decision.path("offer"));
            add(offers, decision.path("cheapest_elsewhere").path("offer"));
            for (JsonNode other : decision.path("alternatives")) {
                add(offers, other.path("offer"));
            }
        }
        Map<String, NavigableMap<Instant, Double>> prices = new TreeMap<>();
        for (String offer : offers) {
            prices.put(offer, history(gateway, offer, from, to));
        }
        return Hindsight.of(prices, start, from, to);
    }

    private static NavigableMap<Instant, Double> history(Gateway gateway, String offer, Instant from, Instant to)
            throws InterruptedException {
        NavigableMap<Instant, Double> prices = new TreeMap<>();
        String path = "/api/v1/prices/history?offer_id=" + Http.encoded(offer) + "&from=" + from + "&to=" + to
                + "&limit=" + PAGE;
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = gateway.get(cursor.isEmpty() ? path : path + "&cursor=" + Http.encoded(cursor));
            for (JsonNode item : page.path("items")) {
                Instant at = Instant.parse(Json.text(item, "published_at", ""));
                prices.put(at.isBefore(from) ? from : at, Double.parseDouble(Json.text(item, "price.amount", "NaN")));
            }
            cursor = Json.text(page, "next", "");
            more = !cursor.isEmpty();
        }
        return prices;
    }

    private static void add(Set<String> offers, JsonNode offer) {
        if (offer.path("offer_id").isString()) {
            offers.add(offer.path("offer_id").asString());
        }
    }

    private void print(String scenario, List<Outcome> outcomes) {
        Table table =
                new Table("workload", "from", "to", "moves>", "spent USD>", "staying USD>", "saved>", "hindsight>");
        for (Outcome each : outcomes) {
            table.row(
                    each.workload(),
                    each.from(),
                    each.to(),
                    Integer.toString(each.moves()),
                    String.format(Locale.ROOT, "%.4f", each.spent()),
                    String.format(Locale.ROOT, "%.4f", each.stayed()),
                    percent(each.stayed() - each.spent(), each.stayed()) + " %",
                    percent(
                                    each.hindsight().staying()
                                            - each.hindsight().best(),
                                    each.hindsight().staying()) + " %");
        }
        terminal.print(table);
        terminal.print(scenario + " " + figures(outcomes));
    }

    private int summary(List<Outcome> all) {
        terminal.print("market " + figures(all));
        int oscillations = all.stream().mapToInt(Outcome::oscillations).sum();
        return oscillations == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static String figures(List<Outcome> outcomes) {
        double spent = outcomes.stream().mapToDouble(Outcome::spent).sum();
        double stayed = outcomes.stream().mapToDouble(Outcome::stayed).sum();
        double staying = outcomes.stream()
                .mapToDouble(each -> each.hindsight().staying())
                .sum();
        double best =
                outcomes.stream().mapToDouble(each -> each.hindsight().best()).sum();
        return "moves=" + outcomes.stream().mapToInt(Outcome::moves).sum() + " saved_percent="
                + percent(stayed - spent, stayed) + " hindsight_percent=" + percent(staying - best, staying)
                + " most_moves_per_workload="
                + outcomes.stream().mapToInt(Outcome::moves).max().orElse(0) + " oscillations="
                + outcomes.stream().mapToInt(Outcome::oscillations).sum();
    }

    private static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f", whole == 0 ? 0 : part / whole * 100);
    }
}
