package io.swen.cli.monitoring;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen verify dashboards}: does each panel of each dashboard show something of the platform running here? */
@Command(
        name = "dashboards",
        description = "Run every query of every dashboard on a real Prometheus that scrapes the platform running here.",
        footer = {
            "",
            "It also holds the series that the services expose against docs/observability/metrics.md.",
            "The last line is 'dashboards panels=… errors=0 empty=0'."
        })
public final class DashboardsCommand implements Callable<Integer> {
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration CALL_EVERY = Duration.ofSeconds(2);
    private static final Duration LOOK_BACK = Duration.ofSeconds(45);
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final int LEAST_SECONDS = 60;
    private static final int MOST_SECONDS = 3_600;
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(swen_[a-z0-9_]+)` \\| (\\w+)", Pattern.MULTILINE);

    @Option(
            names = "--collect",
            defaultValue = "90",
            paramLabel = "SECONDS",
            description = "How long to scrape before asking (default ${DEFAULT-VALUE}).")
    int collect = 90;

    private final Context context;
    private final Terminal terminal;

    public DashboardsCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (collect < LEAST_SECONDS || collect > MOST_SECONDS) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--collect is " + collect,
                    "It must be " + LEAST_SECONDS + " to " + MOST_SECONDS + ".");
        }
        List<Dashboards.Query> queries = Dashboards.in(context.project().root());
        Gateway gateway = new Gateway(context, "operator");
        try (Monitoring monitoring = Monitoring.scraping(context)) {
            Prometheus prometheus = monitoring.prometheus();
            awaitTargets(prometheus);
            terminal.say("Scraping for " + collect + " s");
            long until = System.nanoTime() + Duration.ofSeconds(collect).toNanos();
            while (System.nanoTime() < until) {
                // Somebody uses the platform meanwhile, as always.
                gateway.get("/api/v1/workloads?limit=1");
                TimeUnit.MILLISECONDS.sleep(CALL_EVERY.toMillis());
            }
            boolean complete = documented(prometheus.names("swen_"));
            return ask(prometheus, queries) && complete ? ExitCode.OK.number() : ExitCode.FAILED.number();
        }
    }

    private static void awaitTargets(Prometheus prometheus) throws InterruptedException {
        Set<String> services = Set.of("gateway", "telemetry", "routing", "gitops", "identity");
        long deadline = System.nanoTime() + UP_WITHIN.toNanos();
        while (true) {
            Map<String, String> targets = prometheus.targets();
            List<String> away = services.stream()
                    .filter(service -> !"up".equals(targets.get(service)))
                    .map(service -> service + ": " + targets.get(service))
                    .toList();
            if (away.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        ExitCode.FAILED,
                        "not scraped within " + UP_WITHIN.toSeconds() + " s: " + String.join(", ", away));
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private boolean ask(Prometheus prometheus, List<Dashboards.Query> queries) throws InterruptedException {
        Instant now = context.clock().instant();
        Table table = new Table("dashboard", "panel", "query", "series>", "newest value>");
        Set<String> panels = new TreeSet<>();
        int errors = 0;
        int empty = 0;
        for (Dashboards.Query query : queries) {
            panels.add(query.dashboard() + "/" + query.panel());
            switch (prometheus.range(query.expression(), now.minus(LOOK_BACK), now, STEP)) {
                case Prometheus.Answer.Refused(String why) -> {
                    errors++;
                    table.row(query.dashboard(), query.panel(), query.reference(), "error", why);
                }
                case Prometheus.Answer.Series(JsonNode result) -> {
                    empty += result.isEmpty() ? 1 : 0;
                    table.row(
                            query.dashboard(),
                            query.panel(),
                            query.reference(),
                            result.isEmpty() ? "none" : Integer.toString(result.size()),
                            newest(result));
                }
            }
        }
        terminal.print(table);
        terminal.print("dashboards panels=" + panels.size() + " errors=" + errors + " empty=" + empty);
        return errors == 0 && empty == 0;
    }

    private static String newest(JsonNode result) {
        JsonNode values = result.path(0).path("values");
        return values.path(values.size() - 1).path(1).asString("");
    }

    /** Fails where a service exposes a series that the page does not have. */
    private boolean documented(Set<String> exposed) throws IOException {
        Path page = context.project().root().resolve("docs/observability/metrics.md");
        Set<String> known = new TreeSet<>();
        Set<String> families = new TreeSet<>();
        for (MatchResult row :
                DOCUMENTED.matcher(Files.readString(page)).results().toList()) {
            String name = row.group(1);
            families.add(name);
            known.add(name);
            if (row.group(2).equals("timer") || row.group(2).equals("summary")) {
                List.of("_count", "_sum", "_max", "_bucket").forEach(suffix -> known.add(name + suffix));
            }
        }
        Set<String> unknown = new TreeSet<>(exposed);
        unknown.removeAll(known);
        unknown.forEach(name -> terminal.print("✗ " + name + " is exposed and not documented"));
        long seen = families.stream()
                .filter(family -> exposed.contains(family) || exposed.contains(family + "_count"))
                .count();
        terminal.print("metrics documented=" + families.size() + " seen=" + seen + " undocumented=" + unknown.size());
        return unknown.isEmpty();
    }
}
