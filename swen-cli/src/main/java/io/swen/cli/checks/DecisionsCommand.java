package io.swen.cli.checks;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen verify decisions}: does every decision come out the same when it is decided again? */
@Command(
        name = "decisions",
        description = "Decide decisions again in a fresh process, from what is stored beside them.",
        footer = {
            "",
            "On the platform running here its newest decisions are checked; without one, or with --generated, decisions that "
                    + "another process makes first, with random workloads over several price epochs.",
            "Checked are: the same bytes, contributions that sum to the score exactly, each counterfactual by deciding again at "
                    + "it and one step nearer, and the chain over the whole log.",
            "The last line is 'decisions replayed=… identical=… sums_wrong=… counterfactuals=… wrong=… chain=ok'."
        })
public final class DecisionsCommand implements Callable<Integer> {
    private static final String MAIN = "io.swen.benchmarks.DecisionsVerification";
    private static final int MOST = 100_000;

    @Option(
            names = "--count",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many decisions at most, the newest (default ${DEFAULT-VALUE}).")
    int count = 1_000;

    @Option(names = "--generated", description = "Check generated decisions even while a platform runs here.")
    boolean generated;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many are checked at once; by default one a processor.")
    @Nullable
    Integer threads;

    private final Context context;

    public DecisionsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1 || count > MOST) {
            throw new CliException(ExitCode.USAGE, "--count must be 1 to " + MOST, "Give another number.");
        }
        Optional<Map<String, String>> platform = generated ? Optional.empty() : context.routingEnvironment();
        List<String> options = new ArrayList<>(List.of("--count", Integer.toString(count)));
        if (threads != null) {
            options.addAll(List.of("--threads", threads.toString()));
        }
        options.addAll(List.of("--platform", Boolean.toString(platform.isPresent())));
        String summary = BenchmarkProgram.built(context)
                .run(MAIN, Set.of("telemetry-service", "gitops-service"), options, platform.orElse(Map.of()));
        return summary == null ? ExitCode.FAILED.number() : ExitCode.OK.number();
    }
}
