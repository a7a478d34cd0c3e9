package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.Restart;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen drill storm}: thousands of interruption notices at one moment, of workloads that run and of others' instances. */
@Command(
        name = "storm",
        description =
                "Have the simulated clouds take thousands of spot instances back at one moment, some of them the platform's.",
        footer = {
            "",
            "Workloads run on the platform's instances; the other notices are of instances in the same account that it did not",
            "start. The pools of all of them have no more capacity for an hour, other pools have; a tenth of the workloads may",
            "not cost more than they do, so that not all of them find a place.",
            "The last line is 'storm notices=… lost=… replaced=… in_time=… without_capacity=… peak_heap_mb=…'."
        })
public final class StormDrill implements Callable<Integer> {
    private static final String TEAM = "storm-drill";
    private static final List<String> ZONES = List.of("use1-az1", "use1-az2", "use1-az4");
    private static final int CROWD_AT_ONCE = 1_000;
    private static final BigDecimal CAP = new BigDecimal("1.02");
    private static final double FAST = 30;
    /** The services ask for the time this often. */
    private static final Duration CLOCKS_TOLD = Duration.ofSeconds(6);
    /** They go on at the old speed until they hear of the new one and never go back, so the simulated clock is brought to where they are. */
    private static final Duration CLOCKS_AHEAD = CLOCKS_TOLD.multipliedBy((long) FAST);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration NOTICE = Duration.ofMinutes(2);
    private static final Duration AFTERWARDS = Duration.ofSeconds(90);
    private static final Duration RUNS_WITHIN = Duration.ofMinutes(15);
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(10);
    private static final List<String> SERVICES = List.of("telemetry", "routing", "gitops");

    @Option(
            names = "--notices",
            defaultValue = "5000",
            paramLabel = "N",
            description = "How many instances are taken back (default ${DEFAULT-VALUE}).")
    int notices = 5_000;

    @Option(
            names = "--workloads",
            defaultValue = "200",
            paramLabel = "N",
            description = "How many of them workloads run on, up to 1000 (default ${DEFAULT-VALUE}).")
    int workloads = 200;

    @Option(names = "--kill", description = "Kill gitops-service (kill -9) while the notices come in.")
    boolean kill;

    private final Context context;
    private final Terminal terminal;
    private final Bystanders bystanders;

    public StormDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.bystanders = new Bystanders(context, "the storm drill");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workloads < 1 || workloads > 1_000 || notices < workloads || notices > 20_000) {
            throw new CliException(ExitCode.FAILED, "1 to 1000 workloads, and as many notices or more, up to 20000");
        }
        Gateway gateway = new Gateway(context, "operator");
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        if (simulator.active().isPresent()) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    "the scenario " + simulator.active().get() + " is active",
                    "./swen scenario stop");
        }
        double speed = simulator.speed();
        String suffix = UUID.randomUUID().toString().substring(0, 5);
        String crowd = "crowd-storm-" + suffix;
        List<String> ids = new ArrayList<>();
        try (HeapWatch heap = new HeapWatch(new Restart(context), SERVICES)) {
            simulator.speed(FAST);
            crowd(simulator, crowd);
            ids.addAll(submit(gateway, "storm-" + suffix + "-", 0, workloads - workloads / 10, Set.of()));
            await(gateway, ids);
            Set<String> costs = costs(gateway, ids.subList(0, Math.min(ids.size(), 20)));
            ids.addAll(submit(gateway, "storm-" + suffix + "-", ids.size(), workloads, costs));
            int running = await(gateway, ids);
            simulator.speed(1);
            simulator.advance(CLOCKS_AHEAD);
            TimeUnit.SECONDS.sleep(CLOCKS_TOLD.toSeconds());
            return storm(gateway, simulator, crowd, running, heap);
        } finally {
            simulator.speed(speed);
            simulator.disperse(crowd);
            bystanders.cancel(gateway, ids);
        }
    }

    private int storm(Gateway gateway, Scenarios simulator, String crowd, int running, HeapWatch heap)
            throws IOException, InterruptedException {
        Instant began = simulator.time();
        int taken = simulator.interrupt(crowd, TEAM, Duration.ofHours(1));
        // What runs on on-demand capacity is not taken back.
        int ours = Math.max(0, taken - (notices - workloads));
        terminal.say(taken + " instances are taken back at " + began + ", " + ours
                + " of them with workloads, of which " + running + " run");
        if (kill) {
            TimeUnit.SECONDS.sleep(5);
            new Restart(context).kill("gitops");
        }
        Map<String, Long> heard = new TreeMap<>();
        Map<String, Long> done = new TreeMap<>();
        Set<String> agreed = new HashSet<>();
        long start = System.nanoTime();
        Duration allHeard = null;
        while (true) {
            read(gateway, began, heard, done);
            agree(gateway, agreed);
            long interruptions = sum(heard, "interruption_");
            if (allHeard == null && interruptions >= taken) {
                allHeard = Duration.ofNanos(System.nanoTime() - start);
                terminal.say("  all notices are known after " + Terminal.readable(allHeard));
            }
            long open = done.entrySet().stream()
                    .filter(entry -> OPEN.stream().anyMatch(entry.getKey()::startsWith))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            // What has no place yet may have to wait for ever; everything else comes to its end.
            boolean settled = allHeard != null && open == sum(done, "restarting");
            boolean over = simulator.time().isAfter(began.plus(NOTICE).plus(AFTERWARDS));
            if ((settled && (open == 0 || over)) || System.nanoTime() - start > SETTLES_WITHIN.toNanos()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        Table table = new Table("what", "how many>");
        heard.forEach((what, count) -> table.row("notices: " + what, count.toString()));
        done.forEach((what, count) -> table.row("remediations: " + what, count.toString()));
        table.row("changes that waited for people, who agreed at once", Integer.toString(agreed.size()));
        heap.peaks().forEach((service, mb) -> table.row("peak heap of " + service + ", MB", Long.toString(mb)));
        terminal.print(table);
        long interruptions = sum(heard, "interruption_");
        long lost = Math.max(0, taken - interruptions)
                + Math.max(0, ours - sum(heard, "interruption_remediated") - sum(heard, "interruption_ended"));
        terminal.print(String.format(
                Locale.ROOT,
                "storm notices=%d lost=%d replaced=%d in_time=%d without_capacity=%d peak_heap_mb=%d",
                taken,
                lost,
                sum(done, "replaced"),
                sum(done, "replaced_in_time"),
                sum(done, "without_capacity") + sum(done, "restarted"),
                heap.peaks().getOrDefault("gitops", 0L)));
        return lost == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    /** States of remediations that have not come to anything yet. */
    private static final List<String> OPEN =
            List.of("opened", "held", "requested", "changing", "verifying", "restarting");

    private static void read(Gateway gateway, Instant since, Map<String, Long> heard, Map<String, Long> done)
            throws InterruptedException {
        JsonNode summary;
        try {
            summary = gateway.get("/api/v1/remediations/summary?since=" + since);
        } catch (CliException away) {
            // Killed, and not back yet.
            return;
        }
        fill(heard, summary.path("notices"));
        fill(done, summary.path("remediations"));
    }

    /** Says yes to what the table of approvals holds back, as no envelope covers it. */
    private void agree(Gateway gateway, Set<String> agreed) throws IOException, InterruptedException {
        try {
            for (JsonNode change : gateway.get("/api/v1/changes?state=awaiting_approval&limit=200")
                    .path("items")) {
                if (TEAM.equals(Json.text(change, "team"))) {
                    String id = Json.text(change, "id", "");
                    bystanders.approve(id);
                    agreed.add(id);
                }
            }
        } catch (CliException away) {
            // Killed, and not back yet: the next look finds the same.
            terminal.say("  nobody could agree just now: " + away.getMessage());
        }
    }

    private static void fill(Map<String, Long> counts, JsonNode from) {
        counts.clear();
        from.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
    }

    private static long sum(Map<String, Long> counts, String prefix) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void crowd(Scenarios simulator, String name) throws InterruptedException {
        int left = notices - workloads;
        terminal.say("Starting " + left + " spot instances of somebody else");
        for (int i = 0; left > 0; i++) {
            int count = Math.min(CROWD_AT_ONCE, left);
            simulator.crowd(name, "us-east-1", ZONES.get(i % ZONES.size()), "m7i.large", count);
            left -= count;
        }
    }

    /** @param caps what one may cost an hour at most, taken in turn; empty for no bound */
    private List<String> submit(Gateway gateway, String prefix, int from, int to, Set<String> caps)
            throws InterruptedException {
        List<String> limits = List.copyOf(caps);
        List<String> ids = new ArrayList<>();
        ArrayNode all = Json.array();
        for (int i = from; i < to; i++) {
            String id = prefix + i;
            ObjectNode body = all.addObject()
                    .put("id", id)
                    .put("team", TEAM)
                    .put("environment", "dev")
                    .put("kind", "service")
                    .put("cpu_cores", 2)
                    .put("memory_gb", 4)
                    .put("interruptible", true)
                    .put("cost_sensitivity", 1.0)
                    .put("latency_sensitivity", 0.0);
            body.putObject("container")
                    .put("image", "ghcr.io/acme/worker:1.0")
                    .putObject("checkpoint")
                    .put("uri", "s3://acme/storm/" + id)
                    .put("interval", "PT15M");
            body.putArray("regions_allowed")
                    .add("aws:us-east-1")
                    .add("aws:us-east-2")
                    .add("aws:us-west-2");
            if (!limits.isEmpty()) {
                body.putObject("max_hourly_cost")
                        .put("amount", limits.get(i % limits.size()))
                        .put("currency", "USD");
            }
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            ObjectNode batch = Json.object();
            batch.set("workloads", all);
            gateway.post("/api/v1/workloads:batch", batch, UUID.randomUUID());
            terminal.say("Submitted " + ids.size() + " workloads");
        }
        return ids;
    }

    /** A little more than the least that any of these costs an hour. */
    private static Set<String> costs(Gateway gateway, List<String> ids) throws InterruptedException {
        String least = null;
        for (String id : ids) {
            String decision = Json.text(gateway.get("/api/v1/workloads/" + id), "decision_id");
            String cost = decision == null
                    ? null
                    : Json.text(gateway.get("/api/v1/decisions/" + decision), "hourly_cost.amount");
            if (cost != null && (least == null || Double.parseDouble(cost) < Double.parseDouble(least))) {
                least = cost;
            }
        }
        return least == null
                ? Set.of()
                : Set.of(
                        new BigDecimal(least).multiply(CAP).stripTrailingZeros().toPlainString());
    }

    /** Waits until each runs or has no place; answers how many run. */
    private int await(Gateway gateway, List<String> ids) throws IOException, InterruptedException {
        terminal.say("Waiting until they run");
        long deadline = System.nanoTime() + RUNS_WITHIN.toNanos();
        Set<String> wanted = new HashSet<>(ids);
        while (true) {
            Map<String, Integer> states = new TreeMap<>();
            String cursor = "";
            do {
                JsonNode page = gateway.get("/api/v1/workloads?team=" + TEAM + "&limit=200"
                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                for (JsonNode item : page.path("items")) {
                    if (wanted.contains(Json.text(item, "id", ""))) {
                        states.merge(Json.text(item, "state", ""), 1, Integer::sum);
                        bystanders.approve(item);
                    }
                }
                cursor = Json.text(page, "next", "");
            } while (!cursor.isEmpty());
            int running = states.getOrDefault("running", 0);
            if (running + states.getOrDefault("unplaceable", 0) >= ids.size()) {
                return running;
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.TIMED_OUT, "not running within " + RUNS_WITHIN.toMinutes() + " minutes: " + states);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }
}
