package io.swen.cli.checks;

import io.swen.cli.project.JavaInstallation;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen verify compose}: does the platform run from its images, in containers without rights? */
@Command(
        name = "compose",
        description =
                "Build the images, run docker-compose.yml on a Docker daemon, and the demonstration through its port.",
        footer = {
            "",
            "Where no daemon answers, root starts one for this run. Where nothing can be pulled, the images stand on a base that "
                    + "debootstrap makes. Exit code 77: neither can be done here.",
            "The last line is 'compose images_s=… start_s=… services=… hardened=… demo=… total_s=…'."
        })
public final class ComposeCommand implements Callable<Integer> {
    /** The exit code of a check that cannot be made here, as Automake's and others' test drivers have it. */
    static final int IMPOSSIBLE = 77;

    private static final Path SCRIPT = Path.of("deploy", "docker", "verify.sh");

    @Option(names = "--without-demo", description = "End once every service is healthy.")
    boolean withoutDemo;

    private final Context context;

    public ComposeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = context.project().root();
        ProcessBuilder builder = new ProcessBuilder(root.resolve(SCRIPT).toString())
                .directory(root.toFile())
                .inheritIO();
        builder.environment().put("JAVA_HOME", JavaInstallation.current().home().toString());
        if (withoutDemo) {
            builder.environment().put("SWEN_VERIFY_DEMO", "off");
        }
        // It bounds itself, and takes down what it started when it is told to end.
        Process process = builder.start();
        Thread stopper = Thread.ofPlatform().unstarted(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopper);
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(stopper);
        return exit;
    }
}
