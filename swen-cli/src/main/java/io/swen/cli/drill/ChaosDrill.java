package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.client.Verdicts;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.drill.ChaosChange.Intent;
import io.swen.cli.drill.ChaosChange.Told;
import io.swen.cli.process.Http;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.DrillMark;
import io.swen.cli.stack.Restart;
import io.swen.cli.stack.ServiceAccounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code swen drill chaos}: changes go through the pipeline while gitops-service is killed at every boundary and at random,
 * PostgreSQL is killed and the clouds fail; then the clouds' own list of instances and the audit log are held against what was
 * asked for.
 */
@Command(
        name = "chaos",
        description = "Kill gitops-service at every boundary of the pipeline, and at random, while the clouds fail, and"
                + " look for what was lost, doubled, not approved or left behind.",
        footer = {
            "",
            "The simulated clock runs faster meanwhile and is sent a day ahead at the end, so that approvals expire.",
            "The last line is 'chaos changes=… kills=… lost=0 duplicates=0 unapproved=0 orphans=0'."
        })
public final class ChaosDrill implements Callable<Integer> {
    private static final List<String> STAGES =
            List.of("validate", "security_scan", "optimise", "plan", "approval", "apply", "monitor");
    /** Between an effect outside the database and its record in it. */
    private static final List<String> EFFECTS =
            List.of("committed", "instance-created", "instances-terminated", "merged", "noted");

    private static final String SERVICE = "gitops";
    private static final double FAST = 30;
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CROSSED_WITHIN = Duration.ofSeconds(120);
    private static final Duration MORE_WORK_AFTER = Duration.ofSeconds(4);
    private static final Duration TAKEN_WITHIN = Duration.ofMinutes(4);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration BEYOND_APPROVALS = Duration.ofHours(25);
    private static final int IDS_A_CALL = 50;

    @Option(
            names = "--changes",
            defaultValue = "200",
            paramLabel = "N",
            description = "How many changes (default 200).")
    int count = 200;

    @Option(
            names = "--random-kills",
            defaultValue = "6",
            paramLabel = "N",
            description = "Kills at random moments, besides one at each boundary (default 6).")
    int randomKills = 6;

    @Option(
            names = "--boundaries",
            defaultValue = "1000",
            paramLabel = "N",
            description = "At how many of the boundaries it is killed at most (default: all).")
    int mostBoundaries = 1000;

    @Option(
            names = "--seed",
            defaultValue = "7",
            paramLabel = "SEED",
            description = "Of everything random (default 7).")
    long seed = 7;

    private final Context context;
    private final Terminal terminal;
    private final UUID author = UUID.randomUUID();
    private final String run = UUID.randomUUID().toString().substring(0, 6);
    private final Map<String, ChaosChange> changes = new ConcurrentHashMap<>();
    private final Map<String, String> lastRefusals = new ConcurrentHashMap<>();
    private final Deque<ChaosChange> left = new ArrayDeque<>();
    private volatile boolean deciding = true;
    private @Nullable ServiceAccounts routing;

    public ChaosDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scenarios simulator = new Scenarios(context.simulatorUrl());
        double speed = simulator.speed();
        Random random = new Random(seed);
        plan();
        int kills;
        Thread people = Thread.ofVirtual().unstarted(this::decide);
        try (DrillMark mark = DrillMark.set(context.home())) {
            simulator.speed(FAST);
            simulator.faults(faults());
            simulator.consistency(Duration.ofSeconds(3), Duration.ofSeconds(5));
            people.start();
            kills = kill(random);
            submit(left.size());
            terminal.say("All changes are submitted; waiting until they end");
            awaitEnds(Set.of(Intent.EXPIRES));
            // Nothing else may be under way when the clock jumps: a day's worth of time-outs would strike it.
            simulator.advance(BEYOND_APPROVALS);
            awaitEnds(Set.of());
        } finally {
            deciding = false;
            people.interrupt();
            Files.deleteIfExists(context.home().crashFile());
            simulator.faults(Json.array());
            simulator.consistency(Duration.ZERO, Duration.ZERO);
            simulator.speed(speed);
        }
        people.join();
        Map<String, Told> told = told();
        ChaosReckoning reckoning =
                ChaosReckoning.of(changes, told, ChaosReckoning.Instance.of(simulator.instancesEver(), run));
        int leftBehind = cleanUp(simulator, told);
        return summary(kills, reckoning, leftBehind);
    }

    private void plan() {
        for (int n = 0; n < count; n++) {
            Intent intent = switch (n % 20) {
                case 10, 11, 12 -> Intent.ONE_APPROVES;
                case 13 -> Intent.TWO_APPROVE;
                case 14 -> Intent.REJECTED;
                case 15 -> Intent.WITHDRAWN;
                case 16 -> Intent.EXPIRES;
                case 17 -> Intent.CANCELLED;
                case 9 -> Intent.NO_CAPACITY;
                default -> Intent.AUTOMATIC;
            };
            boolean teardown = n % 20 >= 18;
            // Of the block before, so that most of what is removed runs by then.
            left.add(
                    teardown
                            ? ChaosChange.teardown("chaos-" + run + "-" + Math.max(0, n - (n < 20 ? 18 : 30)), author)
                            : ChaosChange.deploy(run, n, intent, author));
        }
    }

    private int kill(Random random) throws IOException, InterruptedException {
        List<String> boundaries = new ArrayList<>();
        STAGES.forEach(stage -> List.of("-claimed", "-done", "-recorded").forEach(end -> boundaries.add(stage + end)));
        boundaries.addAll(EFFECTS);
        Collections.shuffle(boundaries, random);
        List<String> chosen = boundaries.subList(0, Math.min(mostBoundaries, boundaries.size()));
        int wave = Math.max(1, count / (chosen.size() + randomKills + 1));
        Restart restart = new Restart(context);
        int kills = 0;
        for (int i = 0; i < chosen.size(); i++) {
            if (i % 10 == 4) {
                submit(wave);
                terminal.say("kill -9 postgres");
                restart.kill("postgres");
                kills++;
            }
            if (killAt(chosen.get(i), wave, restart)) {
                kills++;
            }
        }
        for (int i = 0; i < randomKills; i++) {
            submit(wave);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 4_000));
            restart.kill("gitops");
            kills++;
        }
        return kills;
    }

    /** Brings work until the process reaches the boundary and dies there; false, and a finding, where it never does. */
    private boolean killAt(String boundary, int wave, Restart restart) throws IOException, InterruptedException {
        Path file = context.home().crashFile();
        ProcessIdentity victim = restart.serving("gitops");
        Files.writeString(file, boundary);
        submit(wave);
        long began = System.nanoTime();
        long moreAt = began + MORE_WORK_AFTER.toNanos();
        while (Files.exists(file) || victim.alive().isPresent()) {
            if (System.nanoTime() - began > CROSSED_WITHIN.toNanos()) {
                Files.deleteIfExists(file);
                lastRefusals.put(boundary, "was not reached within " + CROSSED_WITHIN.toSeconds() + " s");
                return false;
            }
            if (System.nanoTime() - moreAt > 0 && Files.exists(file)) {
                submit(1);
                moreAt = System.nanoTime() + MORE_WORK_AFTER.toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        terminal.say("kill -9 gitops at " + boundary);
        restart.awaitSuccessor("gitops", victim);
        return true;
    }

    private void submit(int many) throws IOException, InterruptedException {
        for (int i = 0; i < many && !left.isEmpty(); i++) {
            ChaosChange change = left.removeFirst();
            String id = propose(change.key(), change.body());
            changes.put(id, change);
            if (change.intent() == Intent.CANCELLED) {
                Thread.ofVirtual().start(() -> cancelSoon(id));
            }
        }
    }

    /** Asks until it is taken, as routing does: whatever becomes of the answers, it is one change. */
    private String propose(UUID key, JsonNode body) throws IOException, InterruptedException {
        ServiceAccounts accounts = routing == null ? new ServiceAccounts(context) : routing;
        routing = accounts;
        long deadline = System.nanoTime() + TAKEN_WITHIN.toNanos();
        String refusal = "no answer";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = Http.client()
                        .send(
                                HttpRequest.newBuilder(URI.create(accounts.address("gitops") + "/api/v1/changes"))
                                        .timeout(CLIENT_PATIENCE)
                                        .header("Authorization", "Bearer " + accounts.token("swen-routing", "gitops"))
                                        .header("Content-Type", "application/json")
                                        .header("Idempotency-Key", key.toString())
                                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return Json.text(Json.parse(answer.body()), "id", "");
                }
                refusal = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() == 401) {
                    // Its token has run out.
                    accounts = new ServiceAccounts(context);
                    routing = accounts;
                }
                if (answer.statusCode() == 400 || answer.statusCode() == 403) {
                    break;
                }
            } catch (IOException | CliException away) {
                refusal = String.valueOf(away.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        throw new CliException(ExitCode.FAILED, "a change was not taken: " + refusal, "./swen logs gitops");
    }

    private void cancelSoon(String id) {
        Random moment = new Random(seed ^ id.hashCode());
        try {
            TimeUnit.MILLISECONDS.sleep(moment.nextInt(0, 8_000));
            while (deciding) {
                try {
                    new Gateway(context, "operator")
                            .post("/api/v1/changes/" + id + "/cancel", Json.object(), UUID.randomUUID());
                    return;
                } catch (CliException refused) {
                    if (refused.exitCode() == ExitCode.CONFLICT) {
                        // It had ended, or what it did cannot be taken back any more.
                        return;
                    }
                } catch (IOException away) {
                    lastRefusals.put(id, String.valueOf(away.getMessage()));
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says yes or no to what waits, again and again, as people do whose page showed an error. */
    private void decide() {
        while (deciding) {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
                for (JsonNode item : new Gateway(context, "approver1")
                        .get("/api/v1/changes?state=awaiting_approval&limit=200")
                        .path("items")) {
                    ChaosChange change = changes.get(Json.text(item, "id", ""));
                    if (change != null) {
                        decide(Json.text(item, "id", ""), change.intent());
                    }
                }
            } catch (CliException | IOException away) {
                // The service is being killed, or starts: the next look finds the same.
                lastRefusals.put("looking for what waits", String.valueOf(away.getMessage()));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void decide(String id, Intent intent) throws IOException, InterruptedException {
        switch (intent) {
            case ONE_APPROVES -> verdict(id, "approver1", "approve");
            case TWO_APPROVE -> {
                verdict(id, "approver1", "approve");
                verdict(id, "approver2", "approve");
            }
            case REJECTED -> verdict(id, "approver2", "reject");
            case WITHDRAWN ->
                new Gateway(context, "operator")
                        .post("/api/v1/changes/" + id + "/cancel", Json.object(), UUID.randomUUID());
            case AUTOMATIC, EXPIRES, NO_CAPACITY, CANCELLED, TEARDOWN -> {
                // Nobody does anything about it.
            }
        }
    }

    private void verdict(String id, String who, String verdict) throws IOException, InterruptedException {
        try {
            Verdicts.give(new Gateway(context, who), id, verdict, "the chaos drill");
        } catch (CliException refused) {
            // Given before, by a call whose answer was lost; or the change went on meanwhile.
            if (refused.exitCode() != ExitCode.CONFLICT) {
                throw refused;
            }
        }
    }

    private void awaitEnds(Set<Intent> except) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        Set<String> open = new HashSet<>();
        while (System.nanoTime() < deadline) {
            try {
                open = open(except);
                if (open.isEmpty()) {
                    return;
                }
            } catch (CliException away) {
                lastRefusals.put("looking for what is open", String.valueOf(away.getMessage()));
            }
            terminal.status("  " + open.size() + " changes have not ended");
            TimeUnit.SECONDS.sleep(1);
        }
        terminal.say(open.size() + " changes did not end within " + ENDS_WITHIN.toMinutes() + " minutes");
    }

    private Set<String> open(Set<Intent> except) throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, "operator");
        Set<String> open = new HashSet<>();
        List<String> ids = changes.entrySet().stream()
                .filter(each -> !except.contains(each.getValue().intent()))
                .map(Map.Entry::getKey)
                .toList();
        for (int from = 0; from < ids.size(); from += IDS_A_CALL) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + IDS_A_CALL));
            for (JsonNode item : gateway.get("/api/v1/changes?limit=" + IDS_A_CALL + "&ids=" + String.join(",", some))
                    .path("items")) {
                if (Set.of("running", "awaiting_approval").contains(Json.text(item, "state", ""))) {
                    open.add(Json.text(item, "id", ""));
                }
            }
        }
        return open;
    }

    /** What the audit log says became of each change. */
    private Map<String, Told> told() throws IOException, InterruptedException {
        Gateway auditor = new Gateway(context, "admin");
        Map<String, Told> told = new HashMap<>();
        for (String id : changes.keySet()) {
            told.put(id, told(auditor, id));
        }
        return told;
    }

    private static Told told(Gateway auditor, String id) throws InterruptedException {
        int ends = 0;
        boolean granted = false;
        String state = null;
        String failure = null;
        Set<String> approvers = new HashSet<>();
        for (JsonNode row : auditor.get(
                        "/api/v1/audit/" + SERVICE + "/events?resource_type=change&limit=200&resource_id=" + id)
                .path("items")) {
            if (!Json.text(row, "outcome", "").equals("succeeded")) {
                continue;
            }
            switch (Json.text(row, "action", "")) {
                case "change.end" -> {
                    ends++;
                    state = Json.text(row, "after.state", "").toLowerCase(Locale.ROOT);
                    failure =
                            Json.text(row, "after.failure.code", "") + " " + Json.text(row, "after.failure.detail", "");
                }
                case "change.approve" -> granted = true;
                case "change.verdict" -> {
                    if (Json.text(row, "after.verdict", "").equalsIgnoreCase("approve")) {
                        approvers.add(Json.text(row, "after.actor_id", ""));
                    }
                }
                default -> {
                    // Creation and cancellation say nothing of what was applied.
                }
            }
        }
        return new Told(ends, state, failure, approvers.size(), granted);
    }

    /** Removes what the drill's changes made; answers how many instances of it are left even then. */
    private int cleanUp(Scenarios simulator, Map<String, Told> told) throws IOException, InterruptedException {
        Set<String> running = new HashSet<>();
        changes.forEach((id, change) -> {
            if (change.replicas() > 0 && told.getOrDefault(id, Told.NOTHING).succeeded()) {
                running.add(change.workload());
            }
        });
        changes.values().stream()
                .filter(change -> change.intent() == Intent.TEARDOWN)
                .map(ChaosChange::workload)
                .forEach(running::remove);
        List<String> all = List.copyOf(running);
        for (int from = 0; from < all.size(); from += IDS_A_CALL) {
            propose(
                    UUID.randomUUID(),
                    ChaosChange.teardowns(all.subList(from, Math.min(all.size(), from + IDS_A_CALL)), author));
        }
        long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        int alive = alive(simulator);
        while (alive > 0 && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.sleep(1);
            alive = alive(simulator);
        }
        return alive;
    }

    private int alive(Scenarios simulator) throws InterruptedException {
        return (int) ChaosReckoning.Instance.of(simulator.instancesEver(), run).stream()
                .filter(ChaosReckoning.Instance::alive)
                .count();
    }

    private int summary(int kills, ChaosReckoning reckoning, int leftBehind) {
        reckoning.findings().forEach(finding -> terminal.print("✗ " + finding));
        if (leftBehind > 0) {
            terminal.print("✗ " + leftBehind + " instances are left after everything was torn down");
        }
        lastRefusals.forEach((what, why) -> terminal.say("  " + what + ": " + why));
        boolean allCrossed = lastRefusals.keySet().stream()
                .noneMatch(what ->
                        EFFECTS.contains(what) || STAGES.stream().anyMatch(stage -> what.startsWith(stage + "-")));
        terminal.print("chaos changes=" + changes.size() + " kills=" + kills + " lost=" + reckoning.lost()
                + " duplicates=" + reckoning.duplicates() + " unapproved=" + reckoning.unapproved() + " orphans="
                + (reckoning.orphans() + leftBehind));
        return reckoning.isClean() && leftBehind == 0 && allCrossed && changes.size() == count
                ? ExitCode.OK.number()
                : ExitCode.FAILED.number();
    }

    private ArrayNode faults() {
        ArrayNode faults = Json.array();
        faults.addObject()
                .put("action", "RunInstances")
                .put("instance_type", ChaosChange.instanceType(Intent.NO_CAPACITY))
                .put("effect", "capacity")
                .put("times", 1_000_000);
        random(faults, "RunInstances", "effect", "timeout_after_success", 0.15);
        random(faults, "RunInstances", "error", "InternalError", 0.1);
        for (String end : List.of("TerminateInstances", "DeleteInstances")) {
            random(faults, end, "effect", "timeout_after_success", 0.15);
            random(faults, end, "effect", "throttle", 0.1);
        }
        random(faults, "DescribeInstances", "error", "InternalError", 0.05);
        random(faults, "DescribeInstances", "effect", "throttle", 0.05);
        return faults;
    }

    private void random(ArrayNode faults, String action, String kind, String what, double rate) {
        faults.addObject()
                .put("action", action)
                .put(kind, what)
                .put("rate", rate)
                .put("seed", seed + faults.size());
    }
}
