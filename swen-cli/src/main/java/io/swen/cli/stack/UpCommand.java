package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.LogFile;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.project.Staleness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen up}: builds what is stale, starts everything, and keeps it running. */
@Command(
        name = "up",
        description = "Build what is missing, start the whole platform, and keep it running until Ctrl-C.",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SWEN_HOME              data folder (default .swen in the checkout)",
            "  SWEN_PORT_BASE         the gateway's port; all others shift with it (default 8080)",
            "  SWEN_DATABASE_URL      a PostgreSQL of your own, jdbc:postgresql://host:port; roles and databases",
            "                         swen_<service> must exist, their passwords go to",
            "                         SWEN_HOME/secrets/<service>/spring.datasource.password",
            "  SWEN_CLOUDS_SIMULATED  false: no simulator, the real clouds with the credentials in your environment",
            "  SWEN_BIND_ADDRESS      where the services listen (default 127.0.0.1)",
            "  SWEN_AOT               off: make no start-up caches"
        })
public final class UpCommand implements Callable<Integer> {
    private static final Duration SPAWN_WITHIN = Duration.ofSeconds(20);

    @Option(names = "--detach", description = "Return once everything is ready; it runs on until 'swen down'.")
    boolean detach;

    @Option(names = "--clean", description = "Begin anew: delete all data in SWEN_HOME first.")
    boolean clean;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "N",
            description = "How much faster than the wall clock the simulated clouds' time runs (default 1).")
    double speed;

    @Option(names = "--json", description = "Print the resulting state as JSON.")
    boolean json;

    private final Context context;
    private final Terminal terminal;

    public UpCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant beganAt = context.clock().instant();
        if (!(speed > 0 && speed <= 100_000)) {
            throw new CliException(ExitCode.USAGE, "--speed is " + speed, "It must be above 0 and at most 100000.");
        }
        SwenHome home = context.home();
        PortPlan ports = context.ports();
        Check.require(List.of(Machine.java(JavaInstallation.current()), Machine.home(home), Machine.disk(home)));
        home.create();
        Optional<StackLock> lock = StackLock.tryAcquire(home);
        if (lock.isEmpty()) {
            return alreadyRunning();
        }
        Build build;
        try (StackLock held = lock.get()) {
            stopLeftOvers();
            if (clean) {
                home.wipe();
            }
            Check.require(Machine.ports(ports));
            build = build(home);
            if (!detach) {
                return runHere(home, ports, beganAt, build);
            }
        }
        return runDetached(home, ports, beganAt, build);
    }

    private int alreadyRunning() throws IOException {
        Optional<Snapshot> snapshot = context.snapshot().filter(Snapshot::supervised);
        if (clean) {
            throw new CliException(
                    ExitCode.CONFLICT, "The platform is running; its data cannot be deleted", "./swen down first.");
        }
        if (snapshot.isPresent() && snapshot.get().phase() == Snapshot.Phase.READY) {
            PortPlan ports = new PortPlan(snapshot.get().portBase());
            terminal.print("The platform is already running at " + ports.publicUrl() + "/ui/");
            return ExitCode.OK.number();
        }
        throw new CliException(
                ExitCode.CONFLICT,
                "Another ./swen up is starting or stopping the platform in "
                        + context.home().root(),
                "Watch it with ./swen status; ./swen down stops it.");
    }

    private void stopLeftOvers() throws IOException, InterruptedException {
        Optional<Snapshot> before = context.snapshot();
        if (before.isPresent()) {
            List<String> stopped = LeftOvers.stop(before.get());
            if (!stopped.isEmpty()) {
                terminal.say("Stopped what a killed ./swen up had left running: " + String.join(", ", stopped));
            }
        }
    }

    private Build build(SwenHome home) throws IOException, InterruptedException {
        List<Staleness.StaleModule> stale = new Staleness(context.project()).check(Service.modules());
        if (stale.isEmpty()) {
            return Build.NONE;
        }
        List<Check> needed = new ArrayList<>(List.of(Machine.maven()));
        if (stale.stream().anyMatch(module -> module.name().equals(Service.GATEWAY.module()))) {
            needed.add(Machine.npm());
        }
        Check.require(needed);
        Instant began = context.clock().instant();
        terminal.say("Building:");
        for (Staleness.StaleModule module : stale) {
            terminal.say("  " + module.name() + " (" + module.reason() + ")");
        }
        new MavenBuild(context.project(), JavaInstallation.current(), terminal)
                .packageModules(stale.stream().map(Staleness.StaleModule::name).toList(), home.log("build"));
        Instant ended = context.clock().instant();
        terminal.say("Built in " + Terminal.readable(Duration.between(began, ended)));
        return new Build(began, ended);
    }

    private int runHere(SwenHome home, PortPlan ports, Instant beganAt, Build build)
            throws InterruptedException, IOException {
        LocalStack stack =
                new LocalStack(context.project(), home, ports, speed, context.clock(), beganAt, System.getenv());
        build.note(stack);
        Thread stopper = StackHook.install(stack::stop);
        SwenHome.write(home.pidFile(), Long.toString(ProcessHandle.current().pid()));
        terminal.say("Starting SWEN in " + home.root());
        stack.start();
        UpView view = new UpView(terminal, context.clock());
        Snapshot snapshot = stack.snapshot();
        while (snapshot.phase() == Snapshot.Phase.STARTING) {
            view.show(snapshot);
            TimeUnit.MILLISECONDS.sleep(100);
            snapshot = stack.snapshot();
        }
        view.show(snapshot);
        if (snapshot.phase() == Snapshot.Phase.FAILED) {
            terminal.say("Stopping what did start …");
            stack.stop();
            StackHook.remove(stopper);
            throw failed(snapshot);
        }
        finish(snapshot, home, ports, view);
        while (stack.snapshot().phase() == Snapshot.Phase.READY) {
            view.events(stack.snapshot());
            TimeUnit.MILLISECONDS.sleep(500);
        }
        stack.awaitStopped();
        return ExitCode.OK.number();
    }

    private int runDetached(SwenHome home, PortPlan ports, Instant beganAt, Build build)
            throws IOException, InterruptedException {
        Path log = home.log("supervisor");
        Process daemon = SuperviseCommand.spawn(context.project(), speed, beganAt, build, log);
        terminal.say("Starting SWEN in " + home.root());
        UpView view = new UpView(terminal, context.clock());
        Instant deadline = context.clock().instant().plus(SPAWN_WITHIN);
        while (true) {
            Optional<Snapshot> snapshot =
                    context.snapshot().filter(s -> s.supervisor().pid() == daemon.pid());
            if (snapshot.isPresent()) {
                view.show(snapshot.get());
                if (snapshot.get().phase() == Snapshot.Phase.READY) {
                    finish(snapshot.get(), home, ports, view);
                    return ExitCode.OK.number();
                }
                if (snapshot.get().phase() == Snapshot.Phase.FAILED) {
                    throw failed(snapshot.get());
                }
            }
            boolean late = snapshot.isEmpty() && context.clock().instant().isAfter(deadline);
            if (!daemon.isAlive() || late) {
                throw new CliException(
                        ExitCode.FAILED,
                        "The supervisor ended before the platform was ready:\n    "
                                + String.join("\n    ", LogFile.tail(log, 20)),
                        "Run ./swen up without --detach to watch it.");
            }
            TimeUnit.MILLISECONDS.sleep(150);
        }
    }

    private void finish(Snapshot snapshot, SwenHome home, PortPlan ports, UpView view) {
        if (json) {
            terminal.print(Json.tree(snapshot));
        } else {
            view.summary(snapshot, home, ports, detach);
        }
    }

    private static CliException failed(Snapshot snapshot) {
        String problem = snapshot.problem();
        return new CliException(ExitCode.FAILED, problem == null ? "The platform did not start" : problem);
    }

    /**
     * When the build ran.
     *
     * @param began null if nothing had to be built
     * @param ended null if nothing had to be built
     */
    record Build(@Nullable Instant began, @Nullable Instant ended) {
        static final Build NONE = new Build(null, null);

        void note(LocalStack stack) {
            if (began != null && ended != null) {
                stack.milestone("build", began, ended);
            }
        }
    }
}
