package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process that {@code swen up --detach} leaves running; not meant to be typed. */
@Command(name = "supervise", hidden = true, description = "Keep the platform running (used by up --detach).")
public final class SuperviseCommand implements Callable<Integer> {
    @Option(names = "--speed", defaultValue = "1")
    double speed;

    @Option(names = "--began")
    long began;

    @Option(names = "--build-began")
    @Nullable
    Long buildBegan;

    @Option(names = "--build-ended")
    @Nullable
    Long buildEnded;

    private final Context context;

    public SuperviseCommand(Context context) {
        this.context = context;
    }

    /** Starts it in a session of its own, so that neither Ctrl-C nor a closing terminal reaches it. */
    static Process spawn(Project project, double speed, Instant beganAt, UpCommand.Build build, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        Machine.program("setsid").ifPresentOrElse(setsid -> command.add(setsid.toString()), () -> command.add("nohup"));
        command.addAll(List.of(
                JavaInstallation.current().executable().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dswen.project=" + project.root(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.swen.cli.Swen",
                "supervise",
                "--speed=" + speed,
                "--began=" + beganAt.toEpochMilli()));
        Instant buildBegan = build.began();
        Instant buildEnded = build.ended();
        if (buildBegan != null && buildEnded != null) {
            command.add("--build-began=" + buildBegan.toEpochMilli());
            command.add("--build-ended=" + buildEnded.toEpochMilli());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile())
                .start();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SwenHome home = context.home();
        Optional<StackLock> lock = StackLock.tryAcquire(home);
        if (lock.isEmpty()) {
            throw new CliException(ExitCode.CONFLICT, "Another process keeps the platform in " + home.root());
        }
        try (StackLock held = lock.get()) {
            LocalStack stack = new LocalStack(
                    context.project(),
                    home,
                    context.ports(),
                    speed,
                    context.clock(),
                    Instant.ofEpochMilli(began),
                    System.getenv());
            if (buildBegan != null && buildEnded != null) {
                stack.milestone("build", Instant.ofEpochMilli(buildBegan), Instant.ofEpochMilli(buildEnded));
            }
            Thread hook = StackHook.install(stack::stop);
            SwenHome.write(home.pidFile(), Long.toString(ProcessHandle.current().pid()));
            stack.start();
            UpView view = new UpView(context.terminal(), context.clock());
            while (true) {
                Snapshot snapshot = stack.snapshot();
                view.events(snapshot);
                if (snapshot.phase() == Snapshot.Phase.FAILED) {
                    stack.stop();
                    StackHook.remove(hook);
                    return ExitCode.FAILED.number();
                }
                if (snapshot.phase() == Snapshot.Phase.STOPPING) {
                    stack.awaitStopped();
                    return ExitCode.OK.number();
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }
}
