package io.swen.cli.checks;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code swen bench}: measures a part of the platform against a baseline in the same run. */
@Command(
        name = "bench",
        description = "Measure a part of the platform against a baseline in the same run; the platform need not run.",
        footer = {
            "",
            "What follows the name is handed to the benchmark.",
            "The last line is a summary of the form 'name figure=value …'."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String MODULE = "benchmarks";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** What there is to measure. */
    enum Benchmark {
        auth("io.swen.benchmarks.AuthBenchmark"),
        nab("io.swen.benchmarks.NabBenchmark"),
        series("io.swen.benchmarks.SeriesBenchmark"),
        ingest("io.swen.benchmarks.IngestBenchmark"),
        query("io.swen.benchmarks.QueryBenchmark"),
        forecast("io.swen.benchmarks.ForecastBenchmark");

        private final String mainClass;

        Benchmark(String mainClass) {
            this.mainClass = mainClass;
        }
    }

    @Parameters(paramLabel = "NAME", description = "One of ${COMPLETION-CANDIDATES}.")
    Benchmark benchmark = Benchmark.auth;

    @Unmatched
    List<String> options = new ArrayList<>();

    private final Context context;

    public BenchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JavaInstallation java = JavaInstallation.current();
        Path target = context.project().module(MODULE).resolve("target");
        Files.createDirectories(target);
        new MavenBuild(context.project(), java, context.terminal())
                .packageModules(List.of(MODULE), target.resolve("build.log"));
        String classPath = target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("classpath.txt")).strip();
        List<String> command = new ArrayList<>(List.of(
                java.home().resolve("bin").resolve("java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                benchmark.mainClass));
        command.addAll(options);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroy();
            throw new CliException(
                    ExitCode.TIMED_OUT, benchmark + " did not end within " + LIMIT.toMinutes() + " minutes");
        }
        return process.exitValue();
    }
}
