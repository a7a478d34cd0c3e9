package io.swen.cli.checks;

import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        nab("io.swen.benchmarks.NabBenchmark", "routing-service"),
        series("io.swen.benchmarks.SeriesBenchmark", "routing-service"),
        ingest("io.swen.benchmarks.IngestBenchmark", "routing-service"),
        query("io.swen.benchmarks.QueryBenchmark", "routing-service"),
        forecast("io.swen.benchmarks.ForecastBenchmark", "routing-service"),
        spot("io.swen.benchmarks.SpotBenchmark", "telemetry-service"),
        batch("io.swen.benchmarks.BatchBenchmark", "telemetry-service");

        private final String mainClass;
        private final String without;

        /** @param without a service that would start as well if it stood on the class path */
        Benchmark(String mainClass, String without) {
            this.mainClass = mainClass;
            this.without = without;
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
        BenchmarkProgram program = BenchmarkProgram.built(context);
        Map<Benchmark, String> summaries = new EnumMap<>(Benchmark.class);
        boolean failed = false;
        for (Benchmark one : benchmark == null ? List.of(Benchmark.values()) : List.of(benchmark)) {
            String summary = program.run(one.mainClass, one.without, options, Map.of());
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
