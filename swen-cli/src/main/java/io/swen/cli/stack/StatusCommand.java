package io.swen.cli.stack;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen status}: every process of the platform and how it does now. */
@Command(name = "status", description = "Show each process: state, pid, port, uptime, restarts, memory.")
public final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    private final Context context;

    public StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = context.terminal();
        Optional<Snapshot> found = context.snapshot();
        if (found.isEmpty() || (!found.get().supervised() && !LeftOvers.any(found.get()))) {
            if (json) {
                ObjectNode answer = Json.object().put("running", false);
                terminal.print(answer);
            } else {
                terminal.print(
                        "The platform is not running (home " + context.home().root() + ").");
            }
            return ExitCode.UNREACHABLE.number();
        }
        Snapshot snapshot = found.get();
        PortPlan ports = new PortPlan(snapshot.portBase());
        List<ProcessIdentity> identities = snapshot.processes().stream()
                .map(ProcessStatus::identity)
                .filter(Objects::nonNull)
                .toList();
        Map<Long, Long> memory = Machine.residentMemory(identities);
        Instant now = context.clock().instant();
        Table table = new Table("process", "state", "pid>", "port>", "up for>", "restarts>", "memory>");
        ArrayNode list = Json.array();
        boolean allReady = true;
        for (ProcessStatus process : snapshot.processes()) {
            ProcessIdentity identity = process.identity();
            boolean alive = identity != null && identity.alive().isPresent();
            String state = state(process, alive, ports);
            allReady &= state.equals("ready");
            Instant startedAt = process.startedAt();
            Duration uptime = alive && startedAt != null ? Duration.between(startedAt, now) : Duration.ZERO;
            long resident = identity == null ? 0 : memory.getOrDefault(identity.pid(), 0L);
            table.row(
                    process.name(),
                    state,
                    alive && identity != null ? Long.toString(identity.pid()) : null,
                    Integer.toString(process.port()),
                    alive ? Terminal.readable(uptime) : null,
                    Integer.toString(process.restarts()),
                    resident == 0 ? null : String.format(Locale.ROOT, "%d MiB", resident / 1024));
            list.add(Json.object()
                    .put("name", process.name())
                    .put("state", state)
                    .put("pid", alive && identity != null ? identity.pid() : null)
                    .put("port", process.port())
                    .put("uptime_seconds", uptime.toSeconds())
                    .put("restarts", process.restarts())
                    .put("resident_bytes", resident * 1024));
        }
        if (json) {
            ObjectNode answer = Json.object()
                    .put("running", true)
                    .put("phase", snapshot.phase().name().toLowerCase(Locale.ROOT))
                    .put("supervised", snapshot.supervised())
                    .put("supervisor_pid", snapshot.supervisor().pid())
                    .put("url", ports.publicUrl())
                    .put("speed", snapshot.speed());
            answer.set("processes", list);
            terminal.print(answer);
        } else {
            terminal.print(table);
            terminal.print("");
            terminal.print(
                    ports.publicUrl() + "/ui/ · " + snapshot.phase().name().toLowerCase(Locale.ROOT) + " · supervisor "
                            + (snapshot.supervised()
                                    ? "pid " + snapshot.supervisor().pid()
                                    : "is gone: ./swen down, then ./swen up"));
        }
        return allReady && snapshot.supervised() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    /** What the process says of itself now counts more than what the supervisor noted last. */
    private static String state(ProcessStatus process, boolean alive, PortPlan ports) throws InterruptedException {
        if (!alive) {
            return process.state() == ProcessState.READY ? "gone" : lower(process.state());
        }
        Optional<Service> service = Service.named(process.name());
        if (service.isPresent() && process.state() == ProcessState.READY) {
            return io.swen.cli.process.Http.answersOk(service.get().readiness(ports)) ? "ready" : "not ready";
        }
        return lower(process.state());
    }

    private static String lower(ProcessState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
