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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen drill drift}: lays hands on what runs, and ships bad versions, behind the platform's back. */
@Command(
        name = "drift",
        description = "End, alter and copy instances in the simulator, and ship bad versions; look at what is healed,"
                + " reported and taken back.",
        footer = {
            "",
            "Times are of the simulated clock, which the drill runs faster and sets back at its end.",
            "The last line is 'drift missing=… changed=… unmanaged=… healed=… reported=… rolled_back=… reapplied=0'."
        })
public final class DriftDrill implements Callable<Integer> {
    private static final double FAST = 60;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RUNS_WITHIN = Duration.ofMinutes(4);
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(2);
    private static final Duration HEALED_WITHIN = Duration.ofMinutes(5);
    private static final String HEALS = "dev";
    private static final String REPORTS = "prod";
    private static final String GOOD = "ghcr.io/swen/demo:1.0";
    private static final String NEWER = "ghcr.io/swen/demo:2.0";

    private final Context context;
    private final Terminal terminal;
    private final Bystanders bystanders;
    private final Waiting waiting;

    public DriftDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.bystanders = new Bystanders(context, "the drift drill");
        this.waiting = new Waiting(terminal, LOOK_EVERY, "./swen logs");
    }

    /** What came of it. */
    private static final class Tally {
        private int missing;
        private int changed;
        private int unmanaged;
        private int healed;
        private int reported;
        private int rolledBack;
        private int reapplied;
        private final List<String> wrong = new ArrayList<>();
    }

    /** Who the drill works with. */
    private record Cast(
            Gateway gateway, Gateway approver, Scenarios simulator, String web, String shop, String till, String edge) {

        List<String> all() {
            return List.of(web, shop, till, edge);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, "operator");
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        double speed = simulator.speed();
        String suffix = UUID.randomUUID().toString().substring(0, 5);
        Cast cast = new Cast(
                gateway,
                new Gateway(context, "approver1"),
                simulator,
                "drift-web-" + suffix,
                "drift-shop-" + suffix,
                "drift-till-" + suffix,
                "drift-edge-" + suffix);
        Tally tally = new Tally();
        try {
            simulator.speed(FAST);
            gateway.post("/workload", workload(cast.web(), HEALS, 1, GOOD), UUID.randomUUID());
            gateway.post("/workload", workload(cast.shop(), HEALS, 1, GOOD), UUID.randomUUID());
            gateway.post("/workload", workload(cast.till(), REPORTS, 1, GOOD), UUID.randomUUID());
            gateway.post("/workload", workload(cast.edge(), HEALS, 4, GOOD), UUID.randomUUID());
            waiting.until("everything runs", RUNS_WITHIN, () -> {
                for (String one : cast.all()) {
                    if (!"running".equals(state(gateway, one)) || !settled(gateway, one)) {
                        return false;
                    }
                }
                return true;
            });
            missing(cast, tally);
            changed(cast, tally);
            unmanaged(cast, tally);
            rollback(cast, tally);
            badVersion(cast, tally);
            canary(cast, tally);
        } finally {
            simulator.speed(speed);
            bystanders.cancel(gateway, cast.all());
        }
        tally.wrong.forEach(each -> terminal.print("✗ " + each));
        terminal.print(String.format(
                Locale.ROOT,
                "drift missing=%d changed=%d unmanaged=%d healed=%d reported=%d rolled_back=%d reapplied=%d",
                tally.missing,
                tally.changed,
                tally.unmanaged,
                tally.healed,
                tally.reported,
                tally.rolledBack,
                tally.reapplied));
        boolean good = tally.wrong.isEmpty()
                && tally.missing == 2
                && tally.changed == 2
                && tally.unmanaged == 1
                && tally.healed == 3
                && tally.reported == 2
                && tally.rolledBack == 3
                && tally.reapplied == 0;
        return good ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    /** Somebody ends an instance: routing finds another place, and the drift is healed by that. */
    private void missing(Cast cast, Tally tally) throws InterruptedException {
        String instance = onlyInstance(cast, cast.web());
        cast.simulator().end(instance);
        terminal.say("  ended " + instance + " of " + cast.web());
        await(cast, cast.web(), "missing", Set.of("open", "healing", "healed", "gone"), SEEN_WITHIN);
        tally.missing++;
        JsonNode healed = await(cast, cast.web(), "missing", Set.of("healed"), HEALED_WITHIN);
        terminal.say("  " + Json.text(healed, "note", ""));
        tally.healed++;
        waiting.until(cast.web() + " runs again", HEALED_WITHIN, () -> settled(cast.gateway(), cast.web()));
    }

    /** Somebody alters instances: put right where policy heals, told where it reports. */
    private void changed(Cast cast, Tally tally) throws InterruptedException {
        for (String one : List.of(cast.shop(), cast.till())) {
            JsonNode instance = cast.simulator().running(one).getFirst();
            ObjectNode tags = Json.object();
            instance.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
            tags.put("swen:team", "somebody-else");
            ObjectNode alteration = Json.object();
            alteration.set("tags", tags);
            alteration.put("instance_type", "m5.4xlarge");
            cast.simulator().alter(Json.text(instance, "id", ""), alteration);
            terminal.say("  altered " + Json.text(instance, "id", "") + " of " + one);
        }
        await(cast, cast.shop(), "changed", Set.of("open", "healing", "healed"), SEEN_WITHIN);
        tally.changed++;
        JsonNode told = await(cast, cast.till(), "changed", Set.of("open"), SEEN_WITHIN);
        tally.changed++;
        JsonNode healed = await(cast, cast.shop(), "changed", Set.of("healed"), HEALED_WITHIN);
        terminal.say("  " + Json.text(healed, "note", ""));
        tally.healed++;
        JsonNode still = await(cast, cast.till(), "changed", Set.of("open"), SEEN_WITHIN);
        if ("report".equals(Json.text(still, "policy")) && Json.text(still, "change_id") == null) {
            tally.reported++;
        } else {
            tally.wrong.add("drift of " + cast.till() + " should only be reported: " + told);
        }
        waiting.until(cast.shop() + " runs as it should", HEALED_WITHIN, () -> settled(cast.gateway(), cast.shop()));
    }

    /** Somebody starts an instance with the platform's tags: told, and never touched. */
    private void unmanaged(Cast cast, Tally tally) throws InterruptedException {
        String copy = Json.text(cast.simulator().copy(onlyInstance(cast, cast.till())), "id", "");
        terminal.say("  started " + copy + " with the tags of " + cast.till());
        JsonNode found = await(cast, cast.till(), "unmanaged", Set.of("open"), SEEN_WITHIN);
        tally.unmanaged++;
        boolean runs =
                cast.simulator().running(cast.till()).stream().anyMatch(each -> copy.equals(Json.text(each, "id")));
        if (copy.equals(Json.text(found, "instance_id")) && runs) {
            tally.reported++;
        } else {
            tally.wrong.add(copy + " should be reported and left alone");
        }
        cast.simulator().end(copy);
    }

    /** A version is taken back by a person, and the next decision cannot bring it again. */
    private void rollback(Cast cast, Tally tally) throws InterruptedException {
        String shop = cast.shop();
        JsonNode shipped = ship(cast, shop, workload(shop, HEALS, 1, NEWER), Set.of("succeeded"));
        String bad = Json.text(shipped, "id", "");
        JsonNode answer = cast.gateway()
                .post(
                        "/api/v1/changes/" + bad + "/rollback",
                        Json.object().put("reason", "the drill"),
                        UUID.randomUUID());
        String back = Json.text(answer.at("/changes/0"), "id", "");
        waiting.until(
                "change " + back + " puts the version before back", HEALED_WITHIN, () -> ended(cast.gateway(), back));
        requireState(tally, cast, back, "succeeded");
        waiting.until(
                "routing knows of it",
                SEEN_WITHIN,
                () -> GOOD.equals(Json.text(cast.gateway().get("/api/v1/workloads/" + shop), "container.image")));
        tally.rolledBack++;

        Instant since = cast.simulator().time();
        cast.simulator().end(onlyInstance(cast, shop));
        // A decision that routing makes before drift has healed it is held up by the pin; either way the same version
        // comes back.
        terminal.say("  ended the instance of " + shop + ", whose place may be decided again");
        tally.missing++;
        JsonNode healed = await(cast, shop, "missing", Set.of("healed"), HEALED_WITHIN);
        terminal.say("  " + Json.text(healed, "note", ""));
        tally.healed++;
        waiting.until(shop + " runs again", HEALED_WITHIN, () -> settled(cast.gateway(), shop));
        for (JsonNode change : changesSince(cast.gateway(), shop, since)) {
            if ("succeeded".equals(Json.text(change, "state")) && "decision".equals(Json.text(change, "origin"))) {
                tally.reapplied++;
            }
        }
        refused(cast, shop, workload(shop, HEALS, 1, NEWER), tally);
    }

    /** A version that turns out bad after it was merged is taken back by itself. */
    private void badVersion(Cast cast, Tally tally) throws InterruptedException {
        String web = cast.web();
        JsonNode shipped = ship(cast, web, bad(workload(web, HEALS, 1, NEWER)), Set.of("succeeded", "failed"));
        String change = Json.text(shipped, "id", "");
        if ("failed".equals(Json.text(shipped, "state"))) {
            // Its checks failed before it was merged.
            if (!"analysis-failed".equals(Json.text(shipped, "failure.code"))) {
                tally.wrong.add("change " + change + " failed by " + Json.text(shipped, "failure.code"));
            }
        } else {
            waiting.until("change " + change + " is found bad", HEALED_WITHIN, () -> {
                JsonNode watch = cast.gateway()
                        .get("/api/v1/changes/" + change + "/analysis")
                        .path("watch");
                return "rolled_back".equals(Json.text(watch, "state"));
            });
            waiting.until(
                    "what ran before runs again",
                    HEALED_WITHIN,
                    () -> cast.gateway()
                            .get("/api/v1/changes?workload_id=" + web)
                            .path("items")
                            .valueStream()
                            .anyMatch(each -> change.equals(Json.text(each, "cause"))
                                    && "succeeded".equals(Json.text(each, "state"))));
        }
        requirePin(tally, cast, web);
        tally.rolledBack++;
        waiting.until(
                "routing knows of it",
                SEEN_WITHIN,
                () -> GOOD.equals(Json.text(cast.gateway().get("/api/v1/workloads/" + web), "container.image")));
    }

    /** The first step of a canary shows that a version is bad, while all replicas before run on. */
    private void canary(Cast cast, Tally tally) throws InterruptedException {
        String edge = cast.edge();
        ObjectNode version = bad(workload(edge, HEALS, 4, NEWER));
        ObjectNode rollout = version.putObject("rollout");
        rollout.put("strategy", "canary").put("analysis", "PT5M");
        rollout.putArray("steps").add(25).add(50);
        Set<String> before = Set.copyOf(cast.simulator().running(edge).stream()
                .map(each -> Json.text(each, "id", ""))
                .toList());
        JsonNode shipped = ship(cast, edge, version, Set.of("failed", "succeeded"));
        String change = Json.text(shipped, "id", "");
        List<JsonNode> steps = cast.gateway()
                .get("/api/v1/changes/" + change + "/analysis")
                .path("steps")
                .valueStream()
                .toList();
        steps.forEach(step -> terminal.say("  " + Json.text(step, "detail", "")));
        Set<String> after = Set.copyOf(cast.simulator().running(edge).stream()
                .map(each -> Json.text(each, "id", ""))
                .toList());
        boolean good = "analysis-failed".equals(Json.text(shipped, "failure.code"))
                && steps.size() == 1
                && after.equals(before);
        if (!good) {
            tally.wrong.add("the canary of " + edge + " should fail in its first step and leave the others alone");
        }
        requirePin(tally, cast, edge);
        tally.rolledBack += good ? 1 : 0;
    }

    /** Ships a version and waits until its change has come to its end. */
    private JsonNode ship(Cast cast, String workload, ObjectNode version, Set<String> ends)
            throws InterruptedException {
        Instant since = cast.simulator().time();
        cast.gateway().put("/api/v1/workloads/" + workload, version);
        terminal.say("  shipped another version of " + workload);
        AtomicReference<Optional<JsonNode>> change = new AtomicReference<>(Optional.empty());
        waiting.until("the version of " + workload + " came to its end", HEALED_WITHIN, () -> {
            for (JsonNode each : changesSince(cast.gateway(), workload, since)) {
                if (!"decision".equals(Json.text(each, "origin"))) {
                    continue;
                }
                if (ends.contains(Json.text(each, "state", ""))) {
                    change.set(Optional.of(each));
                } else if ("awaiting_approval".equals(Json.text(each, "state"))) {
                    bystanders.approve(cast.approver(), Json.text(each, "id", ""));
                }
            }
            return change.get().isPresent();
        });
        return change.get().orElseThrow();
    }

    private void refused(Cast cast, String workload, ObjectNode version, Tally tally) throws InterruptedException {
        try {
            cast.gateway().put("/api/v1/workloads/" + workload, version);
            tally.wrong.add("a pinned workload took a new version");
        } catch (CliException refusal) {
            terminal.say("  refused as it should: " + refusal.getMessage());
        }
    }

    private void requirePin(Tally tally, Cast cast, String workload) throws InterruptedException {
        if (cast.gateway()
                .get("/api/v1/pins?workload_id=" + workload)
                .path("items")
                .isEmpty()) {
            tally.wrong.add(workload + " is not pinned");
        }
    }

    private static void requireState(Tally tally, Cast cast, String change, String state) throws InterruptedException {
        JsonNode found = cast.gateway().get("/api/v1/changes/" + change);
        if (!state.equals(Json.text(found, "state"))) {
            tally.wrong.add("change " + change + " " + Json.text(found, "state") + ": "
                    + Json.text(found, "failure.detail", ""));
        }
    }

    private JsonNode await(Cast cast, String workload, String kind, Set<String> states, Duration limit)
            throws InterruptedException {
        AtomicReference<Optional<JsonNode>> found = new AtomicReference<>(Optional.empty());
        waiting.until("drift of " + workload + " is " + kind + " and " + String.join(" or ", states), limit, () -> {
            found.set(newest(cast.gateway(), workload, kind));
            return found.get()
                    .filter(drift -> states.contains(Json.text(drift, "state", "")))
                    .isPresent();
        });
        return found.get().orElseThrow();
    }

    private static Optional<JsonNode> newest(Gateway gateway, String workload, String kind)
            throws InterruptedException {
        JsonNode items = gateway.get("/api/v1/drift?open=false&class=" + kind + "&workload_id=" + workload)
                .path("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    private static List<JsonNode> changesSince(Gateway gateway, String workload, Instant since)
            throws InterruptedException {
        return gateway.get("/api/v1/changes?workload_id=" + workload)
                .path("items")
                .valueStream()
                .filter(each ->
                        !Instant.parse(Json.text(each, "created_at", "")).isBefore(since))
                .toList();
    }

    private static boolean ended(Gateway gateway, String change) throws InterruptedException {
        return !Set.of("running", "awaiting_approval")
                .contains(Json.text(gateway.get("/api/v1/changes/" + change), "state", ""));
    }

    /** Whether no change of the workload is under way. */
    private static boolean settled(Gateway gateway, String workload) throws InterruptedException {
        return gateway.get("/api/v1/changes?workload_id=" + workload)
                        .path("items")
                        .valueStream()
                        .noneMatch(
                                each -> Set.of("running", "awaiting_approval").contains(Json.text(each, "state", "")))
                && "running".equals(state(gateway, workload));
    }

    private String onlyInstance(Cast cast, String workload) throws InterruptedException {
        List<JsonNode> running = cast.simulator().running(workload);
        if (running.isEmpty()) {
            throw new CliException(ExitCode.FAILED, workload + " has no instance that runs");
        }
        return Json.text(running.getFirst(), "id", "");
    }

    private static String state(Gateway gateway, String workload) throws InterruptedException {
        return Json.text(gateway.get("/api/v1/workloads/" + workload), "state", "");
    }

    private static ObjectNode workload(String id, String environment, int replicas, String image) {
        ObjectNode body = Json.object();
        body.put("id", id).put("team", "drill").put("environment", environment).put("kind", "service");
        body.putObject("container").put("image", image).put("replicas", replicas);
        body.put("cpu_cores", 1).put("memory_gb", 2).put("cost_sensitivity", 1.0);
        body.putArray("regions_allowed").add("aws:us-east-1");
        return body;
    }

    /** The simulated clouds take an instance whose container says this of itself for impaired. */
    private static ObjectNode bad(ObjectNode workload) {
        ((ObjectNode) workload.path("container")).putObject("env").put("SWEN_SIMULATED_HEALTH", "impaired");
        return workload;
    }
}
