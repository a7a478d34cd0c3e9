package io.swen.cli.checks;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swen query}: asks the exported files in SQL; the platform need not run. */
@Command(
        name = "query",
        description = "Ask the exported files a question in SQL (DuckDB); the platform need not run.",
        footer = {
            "",
            "Each kind that was exported is a table with a column date: samples, prices, cost (FOCUS 1.3), interruptions.",
            "  swen query \"select x_Team, sum(EffectiveCost) from cost group by 1 order by 2 desc\""
        })
public final class QueryCommand implements Callable<Integer> {
    private static final String MODULE = "telemetry-service";
    private static final String MAIN_CLASS = "io.swen.telemetry.export.LocalQuery";
    private static final int MOST_ROWS = 100_000;
    private static final int LONGEST_SECONDS = 600;
    /** For a JVM to start and DuckDB to be unpacked, besides the question itself. */
    private static final int START_SECONDS = 60;

    @Parameters(paramLabel = "SQL", description = "One SELECT.")
    String sql = "";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Ask the files in this folder rather than what the local platform exported.")
    @Nullable
    Path folder;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Show at most this many rows (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "End a question that takes longer (default: ${DEFAULT-VALUE}).")
    int timeout = 30;

    @Option(names = "--csv", description = "Answer as CSV.")
    boolean csv;

    private final Context context;

    public QueryCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new CliException(ExitCode.USAGE, "--limit is " + limit + ", allowed are 1 to " + MOST_ROWS);
        }
        if (timeout < 1 || timeout > LONGEST_SECONDS) {
            throw new CliException(ExitCode.USAGE, "--timeout is " + timeout + ", allowed are 1 to " + LONGEST_SECONDS);
        }
        Path from = folder == null ? context.home().exports() : folder;
        if (!Files.isDirectory(from)) {
            throw new CliException(
                    ExitCode.FAILED,
                    "there is no export in " + from,
                    "Start one with POST /api/v1/exports, or name a folder with --folder.");
        }
        JavaInstallation java = JavaInstallation.current();
        Path jar = context.project().executableJar(MODULE);
        if (!Files.exists(jar)) {
            Path target = context.project().module(MODULE).resolve("target");
            Files.createDirectories(target);
            new MavenBuild(context.project(), java, context.terminal())
                    .packageModules(List.of(MODULE), target.resolve("build.log"));
        }
        Process process = new ProcessBuilder(
                        java.home().resolve("bin").resolve("java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dloader.main=" + MAIN_CLASS,
                        "-cp",
                        jar.toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher",
                        from.toAbsolutePath().toString(),
                        Integer.toString(limit),
                        Duration.ofSeconds(timeout).toString(),
                        csv ? "csv" : "table",
                        sql)
                .inheritIO()
                .start();
        if (!process.waitFor(timeout + START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new CliException(ExitCode.TIMED_OUT, "the question was not answered within " + timeout + " s");
        }
        return process.exitValue();
    }
}
