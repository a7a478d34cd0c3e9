package io.swen.cli.checks;

import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
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
    /** What there is to measure. */
    enum Benchmark {
        auth("io.swen.benchmarks.AuthBenchmark", "telemetry-service"),
        decide("io.swen.benchmarks.DecideBenchmark", "telemetry-service"),
        nab("io.swen.benchmarks.NabBenchmark", "routing-service"),
        series("io.swen.benchmarks.SeriesBenchmark", "routing-service"),
        ingest("io.swen.benchmarks.IngestBenchmark", "routing-service"),
        query("io.swen.benchmarks.QueryBenchmark", "routing-service"),
        forecast("io.swen.benchmarks.ForecastBenchmark", "routing-service"),
        spot("io.swen.benchmarks.SpotBenchmark", "telemetry-service"),
        predict("io.swen.benchmarks.PredictBenchmark", "telemetry-service"),
        model("io.swen.benchmarks.ModelBenchmark", "telemetry-service"),
        batch("io.swen.benchmarks.BatchBenchmark", "telemetry-service"),
        submit("io.swen.benchmarks.SubmitBenchmark", "telemetry-service", List.of("gateway-service")),
        commits("io.swen.benchmarks.CommitsBenchmark", Set.of("telemetry-service", "routing-service")),
        pipeline(
                "io.swen.benchmarks.PipelineBenchmark",
                Set.of("telemetry-service", "routing-service", "gitops-service"),
                List.of("gitops-service")),
        /** In a browser, by a program of the dashboard's own. */
        dashboard(null, Set.of(), List.of());

        private final @Nullable String mainClass;
        private final Set<String> without;
        private final List<String> processes;

        /** A benchmark that has nothing to do with gitops-service. */
        Benchmark(String mainClass, String without) {
            this(mainClass, without, List.of());
        }

        Benchmark(String mainClass, String without, List<String> processes) {
            this(mainClass, Set.of(without, "gitops-service"), processes);
        }

        Benchmark(String mainClass, Set<String> without) {
            this(mainClass, without, List.of());
        }

        /**
         * @param without services that would start as well if they stood on the class path
         * @param processes services that it starts in processes of their own, beyond those that the benchmarks are built with
         */
        Benchmark(@Nullable String mainClass, Set<String> without, List<String> processes) {
            this.mainClass = mainClass;
            this.without = without;
            this.processes = processes;
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
        List<Benchmark> wanted = benchmark == null ? List.of(Benchmark.values()) : List.of(benchmark);
        BenchmarkProgram program = wanted.equals(List.of(Benchmark.dashboard))
                ? null
                : BenchmarkProgram.built(
                        context,
                        wanted.stream().flatMap(one -> one.processes.stream()).toList());
        Map<Benchmark, String> summaries = new EnumMap<>(Benchmark.class);
        boolean failed = false;
        for (Benchmark one : wanted) {
            String summary = program == null || one.mainClass == null
                    ? MeasuredProcess.dashboard(context, options)
                    : program.run(one.mainClass, one.without, options, Map.of());
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
}
