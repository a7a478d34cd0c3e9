package io.swen.cli.checks;

import io.swen.cli.console.ExitCode;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code swen bench}: measures a part of the platform against a baseline in the same run. */
@Command(
        name = "bench",
        description = "Measure a part of the platform against a baseline in the same run; the platform need not run.",
        footer = {
            "",
            "Other options are handed to the benchmark.",
            "The last line is a summary of the form 'name figure=value …'."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String MODULE = "benchmarks";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** What there is to measure. */
    enum Benchmark {
        auth("io.swen.benchmarks.AuthBenchmark", "telemetry-service"),
        nab("io.swen.benchmarks.NabBenchmark", "routing-service"),
        series("io.swen.benchmarks.SeriesBenchmark", "routing-service"),
        ingest("io.swen.benchmarks.IngestBenchmark", "routing-service"),
        query("io.swen.benchmarks.QueryBenchmark", "routing-service"),
        forecast("io.swen.benchmarks.ForecastBenchmark", "routing-service");

        private final String mainClass;
        private final String without;

        /** @param without a service that would start as well if it stood on the class path */
        Benchmark(String mainClass, String without) {
            this.mainClass = mainClass;
            this.without = without;
        }

        /** The class path without the other service: each brings an application.yml and migrations under the same names. */
        String own(String classPath) {
            return Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(without + "-"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    @Parameters(
            paramLabel = "NAME",
            description = "One of ${COMPLETION-CANDIDATES}; all of them where none is named.",
            arity = "0..1")
    @Nullable
    Benchmark benchmark;

    @Option(names = "--save", description = "Write the summaries into docs/benchmarks.md.")
    boolean save;

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
        Map<Benchmark, String> summaries = new EnumMap<>(Benchmark.class);
        boolean failed = false;
        for (Benchmark one : benchmark == null ? List.of(Benchmark.values()) : List.of(benchmark)) {
            String summary = measure(one, java, classPath);
            if (summary == null) {
                failed = true;
            } else {
                summaries.put(one, summary);
            }
        }
        if (benchmark == null) {
            context.terminal().print("");
            summaries.values().forEach(context.terminal()::print);
        }
        if (save) {
            BenchmarkPage.of(context.project().root())
                    .put(summaries, context.clock().instant());
        }
        return failed ? ExitCode.FAILED.number() : ExitCode.OK.number();
    }

    /** Runs a benchmark, showing what it prints; answers its last line, or null where it failed. */
    private @Nullable String measure(Benchmark what, JavaInstallation java, String classPath)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java.home().resolve("bin").resolve("java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                what.own(classPath),
                what.mainClass));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(context.project().root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread watch = Thread.ofVirtual().start(() -> destroyAfterLimit(process));
        String last = null;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                context.terminal().print(line);
                if (!line.isBlank()) {
                    last = line.strip();
                }
            }
        }
        int exit = process.waitFor();
        watch.interrupt();
        return exit == 0 ? last : null;
    }

    private void destroyAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                context.terminal().say("It did not end within " + LIMIT.toMinutes() + " minutes and is stopped");
                process.destroy();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
