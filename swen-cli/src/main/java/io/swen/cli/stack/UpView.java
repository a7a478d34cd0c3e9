package io.swen.cli.stack;

import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows a start as it goes on, and what it was made of once it is done. */
final class UpView {
    private final Terminal terminal;
    private final Clock clock;
    private final Set<String> announced = new HashSet<>();
    private Instant lastEvent = Instant.MIN;

    UpView(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Says what is new since the last call. */
    void show(Snapshot snapshot) {
        events(snapshot);
        List<String> waiting = new ArrayList<>();
        for (ProcessStatus process : snapshot.processes()) {
            Instant readyAt = process.readyAt();
            if (process.state() == ProcessState.READY && readyAt != null) {
                if (announced.add(process.name())) {
                    terminal.say(String.format(
                            Locale.ROOT,
                            "  ✓ %-10s ready after %s (port %d)",
                            process.name(),
                            Terminal.readable(Duration.between(snapshot.beganAt(), readyAt)),
                            process.port()));
                }
            } else {
                waiting.add(process.name());
            }
        }
        if (snapshot.phase() == Snapshot.Phase.STARTING) {
            terminal.status("  … " + Terminal.readable(Duration.between(snapshot.beganAt(), clock.instant()))
                    + (waiting.isEmpty() ? "" : ", waiting for " + String.join(", ", waiting)));
        }
    }

    /** Says what happened to the children since the last call. */
    void events(Snapshot snapshot) {
        for (Snapshot.Event event : snapshot.events()) {
            if (event.at().isAfter(lastEvent)) {
                terminal.say("  ! " + event.text());
                lastEvent = event.at();
            }
        }
    }

    /** What the start was made of, and how to go on. */
    void summary(Snapshot snapshot, SwenHome home, PortPlan ports, boolean detached) {
        Table table = new Table("step", "began>", "took>");
        for (Snapshot.Milestone milestone : snapshot.milestones()) {
            table.row(
                    milestone.name(),
                    seconds(milestone.beganMillis()),
                    seconds(milestone.endedMillis() - milestone.beganMillis()));
        }
        for (ProcessStatus process : snapshot.processes()) {
            Instant startedAt = process.startedAt();
            Instant readyAt = process.readyAt();
            if (startedAt != null && readyAt != null) {
                table.row(
                        process.name(),
                        seconds(Duration.between(snapshot.beganAt(), startedAt).toMillis()),
                        seconds(Duration.between(startedAt, readyAt).toMillis()));
            }
        }
        Instant readyAt = snapshot.readyAt();
        long total = readyAt == null
                ? 0
                : Duration.between(snapshot.beganAt(), readyAt).toMillis();
        table.row("ready", "", seconds(total));
        terminal.print(table);
        terminal.print("");
        terminal.print("Dashboard    " + ports.publicUrl() + "/ui/");
        terminal.print("Accounts     operator, approver1, approver2, admin; passwords in " + home.credentials()
                + ", codes from ./swen code USER");
        terminal.print(
                "For programs curl -H \"Authorization: Bearer $(./swen token)\" " + ports.publicUrl() + "/workloads");
        terminal.print("Try it       ./swen demo");
        terminal.print("Stop         " + (detached ? "./swen down" : "Ctrl-C, or ./swen down"));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
