package io.swen.cli.demo;

import io.swen.cli.client.Gateway;
import io.swen.cli.client.Verdicts;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen demo}: eight workloads on their whole way; services may be killed meanwhile. */
@Command(
        name = "demo",
        description = "Submit eight different workloads, follow them to their end, and show what was decided and why.")
public final class DemoCommand implements Callable<Integer> {
    private static final Duration RETRY_FOR = Duration.ofSeconds(150);
    private static final Duration RETRY_EVERY = Duration.ofMillis(700);
    private static final Duration POLL = Duration.ofSeconds(1);

    @Option(names = "--keep", description = "Leave the services running at the end.")
    boolean keep;

    @Option(
            names = "--timeout",
            defaultValue = "900",
            paramLabel = "SECONDS",
            description = "How long it may take in all (default 900).")
    long timeout;

    @Option(
            names = "--as",
            defaultValue = "operator",
            paramLabel = "USER",
            description = "Who submits (default operator).")
    String user = "operator";

    private final Context context;
    private final Terminal terminal;
    private final Patience patience;

    public DemoCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
        this.patience = new Patience(context.clock(), RETRY_FOR, RETRY_EVERY);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        Instant deadline = began.plusSeconds(timeout);
        Gateway gateway = new Gateway(context, user);
        Fleet fleet = context.isElsewhere() ? new ObservedFleet(gateway) : new SimulatedFleet(context.simulatorUrl());
        terminal.say("Waiting for the platform at " + context.publicUrl());
        patience.insist(() -> gateway.get("/api/v1/workloads?limit=1"));

        List<Progress> all = submit(gateway);
        follow(gateway, fleet, all, Progress::isDecided, deadline);
        all.forEach(each -> describe(gateway, each));
        terminal.print("");
        for (Progress each : all) {
            terminal.print(DemoReport.paragraph(each));
            terminal.print("");
        }
        terminal.say("Waiting for the batch jobs to finish and to be torn down");
        follow(gateway, fleet, all, each -> each.workload().isService() || isSettled(each), deadline);
        if (!keep) {
            cancel(gateway, all);
            follow(gateway, fleet, all, this::isSettled, deadline);
        }
        terminal.print(DemoReport.table(all));
        return verdict(all, began);
    }

    private boolean isSettled(Progress each) {
        return each.isTornDown() || each.isLost() || (each.isUnplaceable() && !each.isPlaced());
    }

    private List<Progress> submit(Gateway gateway) throws InterruptedException {
        String suffix = UUID.randomUUID().toString().substring(0, 5);
        List<Progress> all = new ArrayList<>();
        for (DemoWorkload workload : DemoWorkload.all(suffix)) {
            // One key for all tries: a submission whose answer was lost is not made twice.
            UUID key = UUID.randomUUID();
            patience.insist(() -> submitOnce(gateway, workload, key));
            terminal.say("  submitted " + workload.id() + ": " + workload.shows());
            all.add(new Progress(workload));
        }
        return all;
    }

    /** A conflict after a lost answer means that it is there already. */
    private static JsonNode submitOnce(Gateway gateway, DemoWorkload workload, UUID key) throws InterruptedException {
        try {
            return gateway.post("/workload", workload.body(), key);
        } catch (CliException refusal) {
            if (refusal.exitCode() != ExitCode.CONFLICT) {
                throw refusal;
            }
            try {
                return gateway.get("/api/v1/workloads/" + workload.id());
            } catch (CliException notThere) {
                throw notThere.exitCode() == ExitCode.NOT_FOUND ? refusal : notThere;
            }
        }
    }

    /** Polls until all are where they should be; what is late shows in the report. */
    private void follow(Gateway gateway, Fleet fleet, List<Progress> all, Predicate<Progress> there, Instant deadline)
            throws InterruptedException {
        while (true) {
            for (Progress each : all) {
                look(gateway, each);
            }
            Optional<Census> census = fleet.count(all.stream().map(Progress::id).toList());
            census.ifPresent(now -> all.forEach(each -> each.counted(now)));
            List<Progress> waiting = all.stream().filter(there.negate()).toList();
            if (waiting.isEmpty()) {
                return;
            }
            if (context.clock().instant().isAfter(deadline)) {
                terminal.say("  time is up; still waiting for "
                        + String.join(", ", waiting.stream().map(Progress::id).toList()));
                return;
            }
            terminal.status("  waiting for "
                    + String.join(
                            ", ",
                            waiting.stream()
                                    .map(each -> each.id() + " (" + each.state() + ")")
                                    .toList()));
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private void look(Gateway gateway, Progress each) throws InterruptedException {
        JsonNode now = patience.insist(() -> gateway.get("/api/v1/workloads/" + each.id()));
        if (each.seen(now)) {
            terminal.say("  " + each.id() + " is " + each.state().replace('_', ' '));
        }
        if (each.state().equals("awaiting_approval")) {
            approve(each);
        }
    }

    private void approve(Progress each) throws InterruptedException {
        String change = each.changeId();
        if (change == null) {
            return;
        }
        for (String approver : List.of("approver1", "approver2")) {
            JsonNode found = patience.insist(() -> gatewayOf(approver).get("/api/v1/changes/" + change));
            if (!"awaiting_approval".equals(Json.text(found, "state"))) {
                return;
            }
            if (gave(found, approver)) {
                continue;
            }
            try {
                patience.insist(() ->
                        Verdicts.give(gatewayOf(approver), change, "approve", "the demonstration's budget covers it"));
                each.approvedByHand();
                terminal.say("  " + each.id() + " approved by " + approver);
            } catch (CliException refusal) {
                // Its answer may have been lost before: the next look shows what the change says now.
                if (refusal.exitCode() != ExitCode.CONFLICT) {
                    throw refusal;
                }
            }
        }
    }

    private static boolean gave(JsonNode change, String approver) {
        for (JsonNode verdict : Json.at(change, "approval.verdicts")) {
            if (approver.equals(Json.text(verdict, "name"))) {
                return true;
            }
        }
        return false;
    }

    private Gateway gatewayOf(String account) {
        try {
            return new Gateway(context, account);
        } catch (IOException unreadable) {
            throw new CliException(ExitCode.FAILED, "state.json cannot be read", null, unreadable);
        }
    }

    /** Fetches the decision and the change that deployed the workload. */
    private void describe(Gateway gateway, Progress each) {
        try {
            String decision = each.decisionId();
            if (decision != null) {
                each.decided(patience.insist(() -> gateway.get("/api/v1/decisions/" + decision)));
            }
            if (each.isPlaced()) {
                JsonNode changes = patience.insist(() -> gateway.get("/api/v1/changes?workload_id=" + each.id()));
                JsonNode deployed = deployment(changes, each.id());
                if (deployed != null) {
                    each.changed(deployed);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable JsonNode deployment(JsonNode changes, String workload) {
        for (JsonNode change : changes.path("items")) {
            for (JsonNode item : change.path("items")) {
                if (workload.equals(Json.text(item, "workload_id")) && "deploy".equals(Json.text(item, "action"))) {
                    return change;
                }
            }
        }
        return null;
    }

    private void cancel(Gateway gateway, List<Progress> all) throws InterruptedException {
        terminal.say("Cancelling what would run on (--keep leaves it)");
        for (Progress each : all) {
            boolean goesOn = !each.isLost() && (each.workload().isService() || each.isUnplaceable());
            if (!goesOn) {
                continue;
            }
            UUID key = UUID.randomUUID();
            try {
                patience.insist(() -> gateway.post("/api/v1/workloads/" + each.id() + "/cancel", Json.object(), key));
            } catch (CliException refusal) {
                // Cancelled already, by a call whose answer was lost.
                if (refusal.exitCode() != ExitCode.CONFLICT) {
                    throw refusal;
                }
            }
        }
    }

    private int verdict(List<Progress> all, Instant began) {
        List<String> wrong = new ArrayList<>();
        for (Progress each : all) {
            String disappointment = each.disappointment(keep);
            if (disappointment != null) {
                wrong.add(each.id() + " " + disappointment);
            }
            if (each.isDuplicated()) {
                wrong.add(each.id() + " ran more than once at a time");
            }
        }
        if (all.stream().noneMatch(each -> each.isPlaced() && each.isAutomatic())) {
            wrong.add("no change went without approval");
        }
        terminal.print("");
        wrong.forEach(each -> terminal.print("✗ " + each));
        terminal.say("Took "
                + Terminal.readable(Duration.between(began, context.clock().instant())));
        terminal.print(DemoReport.closingLine(all, all.size()));
        return wrong.isEmpty() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
