package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.console.Waiting;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen drill outage}: lets a region of the simulated clouds fall silent, and looks at what the platform says of it. */
@Command(
        name = "outage",
        description = "Let one region fall silent while workloads run there and elsewhere, and look at what is shown.",
        footer = {
            "",
            "Times are of the simulated clock, which the drill runs faster and sets back at its end.",
            "The last line is 'outage incidents=1 stale_regions=1 others_affected=0 detected_s=… resolved_s=…'."
        })
public final class OutageDrill implements Callable<Integer> {
    private static final String SCENARIO = "regional-outage";
    private static final String REGION = "aws:us-east-1";
    private static final List<String> WHERE = List.of(REGION, REGION, "aws:us-west-2", "alibaba:cn-hangzhou");
    /** What has to be fresh for a region to be watched. */
    private static final Set<String> LIVE = Set.of("instances", "metrics");

    private static final double FAST = 60;
    /**
     * Values become stale after minutes of wall time; the outage, an hour of the simulated clock, has to last longer. Clouds are asked
     * in wall time as well, so that a faster clock would make finding out look slow.
     */
    private static final double WHILE_IT_LASTS = 8;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RUNS_WITHIN = Duration.ofMinutes(5);
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(10);
    private static final Duration RESOLVED_WITHIN = Duration.ofMinutes(6);

    private final Context context;
    private final Terminal terminal;
    private final Bystanders bystanders;
    private final Waiting waiting;

    public OutageDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.bystanders = new Bystanders(context, "the outage drill");
        this.waiting = new Waiting(terminal, LOOK_EVERY, "./swen logs");
    }

    /** What was seen so far. */
    private static final class Seen {
        private final Set<String> staleRegions = new TreeSet<>();
        private final Set<String> othersAffected = new TreeSet<>();
        private boolean valuesStale;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, "operator");
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        simulator.active().ifPresent(active -> {
            throw new CliException(ExitCode.CONFLICT, "scenario " + active + " is active", "./swen scenario stop");
        });
        double speed = simulator.speed();
        Map<String, String> workloads = submit(gateway);
        try {
            simulator.speed(FAST);
            waiting.until(
                    "everything runs and is measured",
                    RUNS_WITHIN,
                    () -> workloads.keySet().stream().allMatch(workload -> isMeasured(gateway, workload)));
            return outage(gateway, simulator, workloads);
        } finally {
            if (simulator.active().isPresent()) {
                simulator.stop(SCENARIO);
            }
            simulator.speed(speed);
            bystanders.cancel(gateway, workloads.keySet());
        }
    }

    private int outage(Gateway gateway, Scenarios simulator, Map<String, String> workloads)
            throws InterruptedException {
        Instant started = Instant.parse(Json.text(simulator.start(SCENARIO, 0), "started_at", ""));
        JsonNode truth = simulator.truth(SCENARIO).at("/events/0");
        Instant from = Instant.parse(Json.text(truth, "from", ""));
        Instant to = Instant.parse(Json.text(truth, "to", ""));
        waiting.until(REGION + " is away", SEEN_WITHIN, () -> !simulator.time().isBefore(from));
        simulator.speed(WHILE_IT_LASTS);

        Seen seen = new Seen();
        waiting.until("the outage is shown: region, values and incident", SEEN_WITHIN, () -> {
            look(gateway, workloads, started, seen);
            return (seen.valuesStale
                            && seen.staleRegions.contains(REGION)
                            && !incidents(gateway, started).isEmpty())
                    || simulator.time().isAfter(to);
        });
        simulator.speed(FAST);
        waiting.until("the outage is over", SEEN_WITHIN, () -> {
            look(gateway, workloads, started, seen);
            return !simulator.time().isBefore(to);
        });
        simulator.speed(WHILE_IT_LASTS);
        waiting.until("the incident is resolved and everything measured again", RESOLVED_WITHIN, () -> {
            look(gateway, workloads, started, seen);
            return incidents(gateway, started).stream().allMatch(each -> Json.text(each, "resolved_at") != null)
                    && workloads.keySet().stream().allMatch(workload -> isMeasured(gateway, workload));
        });

        List<JsonNode> incidents = incidents(gateway, started);
        List<String> gone = workloads.keySet().stream()
                .filter(workload -> !"running".equals(state(gateway, workload)))
                .toList();
        gone.forEach(workload -> terminal.print("✗ " + workload + " does not run any more"));
        seen.othersAffected.forEach(other -> terminal.print("✗ affected: " + other));
        if (!seen.valuesStale) {
            terminal.print("✗ values of " + REGION + " were never shown as stale");
        }
        boolean good = incidents.size() == 1
                && seen.staleRegions.equals(Set.of(REGION))
                && seen.valuesStale
                && seen.othersAffected.isEmpty()
                && gone.isEmpty();
        terminal.print(String.format(
                Locale.ROOT,
                "outage incidents=%d stale_regions=%d others_affected=%d detected_s=%s resolved_s=%s",
                incidents.size(),
                seen.staleRegions.size(),
                seen.othersAffected.size(),
                since(from, incidents, "opened_at"),
                since(to, incidents, "resolved_at")));
        return good ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private static String since(Instant begin, List<JsonNode> incidents, String field) {
        return incidents.stream()
                .map(incident -> Json.text(incident, field))
                .filter(text -> text != null)
                .map(text -> Duration.between(begin, Instant.parse(text)).toSeconds())
                .max(Long::compare)
                .map(String::valueOf)
                .orElse("never");
    }

    private static void look(Gateway gateway, Map<String, String> workloads, Instant started, Seen seen)
            throws InterruptedException {
        for (JsonNode provider : gateway.get("/telemetry").path("providers")) {
            for (JsonNode outage : provider.path("outages")) {
                if (LIVE.contains(Json.text(outage, "feed", ""))) {
                    seen.staleRegions.add(Json.text(outage, "region", ""));
                }
            }
        }
        boolean allStale = true;
        for (Map.Entry<String, String> workload : workloads.entrySet()) {
            boolean stale = isStale(instance(gateway, workload.getKey()));
            if (workload.getValue().equals(REGION)) {
                allStale &= stale;
            } else if (stale) {
                seen.othersAffected.add("values of " + workload.getValue() + " are stale");
            }
        }
        seen.valuesStale |= allStale;
        for (JsonNode alert :
                gateway.get("/api/v1/alerts?state=firing&limit=200").path("items")) {
            String region = Json.text(alert, "labels.region", REGION);
            String firing = Json.text(alert, "firing_at");
            if (!region.equals(REGION)
                    && !"info".equals(Json.text(alert, "severity"))
                    && firing != null
                    && !Instant.parse(firing).isBefore(started)) {
                seen.othersAffected.add(Json.text(alert, "rule", "") + " of " + region);
            }
        }
        for (JsonNode incident : all(gateway, started)) {
            if (!REGION.equals(Json.text(incident, "region"))) {
                seen.othersAffected.add("incident of " + Json.text(incident, "scope", ""));
            }
        }
    }

    private static List<JsonNode> incidents(Gateway gateway, Instant started) throws InterruptedException {
        return all(gateway, started).stream()
                .filter(incident -> REGION.equals(Json.text(incident, "region")))
                .toList();
    }

    private static List<JsonNode> all(Gateway gateway, Instant started) throws InterruptedException {
        List<JsonNode> since = new ArrayList<>();
        for (JsonNode incident : gateway.get("/api/v1/incidents?limit=200").path("items")) {
            if (!Instant.parse(Json.text(incident, "opened_at", "")).isBefore(started)) {
                since.add(incident);
            }
        }
        return since;
    }

    private Map<String, String> submit(Gateway gateway) throws InterruptedException {
        String suffix = UUID.randomUUID().toString().substring(0, 5);
        Map<String, String> workloads = new LinkedHashMap<>();
        for (int i = 0; i < WHERE.size(); i++) {
            String id = "outage-drill-" + suffix + "-" + i;
            ObjectNode body = Json.object();
            body.put("id", id).put("team", "drill").put("environment", "dev").put("kind", "service");
            body.putObject("container").put("image", "ghcr.io/swen/demo:1.0").put("replicas", 1);
            body.put("cpu_cores", 1).put("memory_gb", 2).put("cost_sensitivity", 1.0);
            body.putArray("regions_allowed").add(WHERE.get(i));
            gateway.post("/workload", body, UUID.randomUUID());
            workloads.put(id, WHERE.get(i));
            terminal.say("  submitted " + id + " for " + WHERE.get(i));
        }
        return workloads;
    }

    private static boolean isMeasured(Gateway gateway, String workload) {
        try {
            JsonNode instance = instance(gateway, workload);
            return "running".equals(state(gateway, workload))
                    && !instance.path("metrics").isEmpty()
                    && !isStale(instance);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String state(Gateway gateway, String workload) {
        try {
            return Json.text(gateway.get("/api/v1/workloads/" + workload), "state", "");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static JsonNode instance(Gateway gateway, String workload) throws InterruptedException {
        return gateway.get("/api/v1/instances?workload=" + workload).at("/items/0");
    }

    private static boolean isStale(JsonNode instance) {
        for (JsonNode metric : instance.path("metrics")) {
            if (metric.path("stale").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }
}
