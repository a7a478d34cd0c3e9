package io.swen.cli.drill;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.PortPlan;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A platform of a drill's own, in a home and on ports of its own, so that nothing else is broken with it. */
final class OwnStack implements AutoCloseable {
    private static final Duration COMMAND_WITHIN = Duration.ofMinutes(30);
    /** What would lead its commands to another platform than their own. */
    private static final Set<String> FOREIGN = Set.of("SWEN_URL", "SWEN_DATABASE_URL", "SWEN_CLOUDS_SIMULATED");

    private final Context context;
    private final Map<String, String> settings = new HashMap<>();
    private final PortPlan ports = PortPlan.free();

    /** @param home its {@code SWEN_HOME}, which the drill may destroy */
    OwnStack(Context caller, Path home, Map<String, String> settings) {
        if (System.getenv("SWEN_URL") != null) {
            throw new CliException(
                    ExitCode.USAGE,
                    "SWEN_URL is set, and this drill talks to a platform of its own",
                    "Unset SWEN_URL.");
        }
        this.context = new Context(caller.terminal(), caller.clock(), caller.project(), new SwenHome(home));
        this.settings.putAll(settings);
    }

    /** What a command needs to know to work on it. */
    Context context() {
        return context;
    }

    Path home() {
        return context.home().root();
    }

    void up() throws IOException, InterruptedException {
        int exit = run("up", "--detach");
        if (exit != 0) {
            throw new CliException(
                    ExitCode.FAILED, "The drill's own platform did not start", "Its logs are in " + home() + "/logs.");
        }
    }

    /** Runs a command on it as a user would, in a process of its own; what it says goes to the terminal. */
    int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                JavaInstallation.current().executable().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dswen.project=" + context.project().root(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.swen.cli.Swen"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> FOREIGN.contains(name) || name.startsWith("SWEN_BACKUP_"));
        builder.environment().put("SWEN_HOME", home().toString());
        builder.environment().put("SWEN_PORT_BASE", Integer.toString(ports.base()));
        builder.environment().put("SWEN_AOT", "off");
        builder.environment().putAll(settings);
        Process process = builder.start();
        // What is left running by "up --detach" has no part in this pipe.
        try (var lines = process.inputReader()) {
            lines.lines().forEach(line -> context.terminal().say("  | " + line));
        }
        if (!process.waitFor(COMMAND_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new CliException(
                    ExitCode.TIMED_OUT,
                    "swen " + arguments[0] + " took more than " + COMMAND_WITHIN.toMinutes() + " min");
        }
        return process.exitValue();
    }

    /** Ends every process at once, as a machine that fails does: the supervisor first, so that it starts nothing again. */
    void kill() throws IOException, InterruptedException {
        List<ProcessHandle> victims = context.processes().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
        victims.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle victim : victims) {
            ProcessIdentity.waitForEnd(victim, Duration.ofSeconds(10));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (Files.exists(home())) {
            run("down");
        }
    }
}
