package io.swen.benchmarks;

import io.swen.routing.spot.CarriedTraces;
import io.swen.routing.spot.CarriedTraces.Windows;
import io.swen.routing.spot.ClairvoyantOptimum;
import io.swen.routing.spot.DeadlinePlanner;
import io.swen.routing.spot.DeadlinePolicy;
import io.swen.routing.spot.LossCurve;
import io.swen.routing.spot.ReferencePolicies;
import io.swen.routing.spot.RegionsPlanner;
import io.swen.routing.spot.SpotExperience;
import io.swen.routing.spot.SpotSimulator;
import io.swen.routing.spot.SpotTerms;
import io.swen.routing.spot.SpotTrace;
import io.swen.routing.spot.TraceForecast;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What 48 hours of work with a deadline cost on spot capacity that comes and goes, by the rules of the benchmark of Wu et al. (NSDI
 * 2024), beside published policies and the optimum of who knows the future.
 *
 * <p>What the policy knows of a zone it learned from the traces of other zones. Options: {@code --traces DIR} with a file a zone and
 * {@code --windows FILE} (default: {@code windows.json} in that folder; without both, the traces that the project carries),
 * {@code --deadlines HOURS,…}, {@code --delays HOURS,…}. Goal: above 51.7 over the six zones, no deadline missed.
 */
public final class SpotBenchmark {

    private static final double HOUR = 3600;
    private static final double WORK_HOURS = 48;
    private static final double SPOT_PRICE = 0.9731;
    private static final double ON_DEMAND_PRICE = 3.06;
    private static final String DEADLINES = "52,70";
    private static final String DELAYS = "0.02,0.05,0.1";
    private static final int RESAMPLES = 2_000;
    private static final long SEED = 42;
    private static final double[] MOVE_COSTS = {0, 0.3, 1, 3};

    /** Who is compared. */
    private enum Player {
        SWEN,
        UNIFORM,
        GREEDY,
        NEVER_WAIT,
        OPTIMUM
    }

    /** What all runs over a zone cost, by player, window and terms. */
    private record Zone(String name, Map<Player, double[][]> costs, int missed) {

        double mean(Player player) {
            return Arrays.stream(costs(player))
                    .flatMapToDouble(Arrays::stream)
                    .average()
                    .orElseThrow();
        }

        double[][] costs(Player player) {
            double[][] of = costs.get(player);
            if (of == null) {
                throw new IllegalStateException(player + " did not run");
            }
            return of;
        }
    }

    private final List<SpotTerms> terms;
    private final List<SpotTrace> carried = CarriedTraces.all();
    private final PrintStream out;

    private SpotBenchmark(List<SpotTerms> terms, PrintStream out) {
        this.terms = terms;
        this.out = out;
    }

    /** Prints a row a zone, and the total in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, String> options = Options.values(arguments, "--traces", "--windows", "--deadlines", "--delays");
            String folder = options.get("--traces");
            String file = options.get("--windows");
            Path windowsFile = file != null ? Path.of(file) : folder == null ? null : Path.of(folder, "windows.json");
            Map<String, Windows> windows =
                    windowsFile == null ? CarriedTraces.windows() : SpotTraceFiles.windows(windowsFile);
            Map<String, SpotTrace> traces =
                    folder == null ? carried(windows) : SpotTraceFiles.traces(Path.of(folder), windows.keySet());
            int gap = gap(traces, windowsFile);
            for (SpotTrace trace : traces.values()) {
                Windows parts = of(windows, trace);
                parts.starts().forEach(start -> trace.window(start, parts.ticks()));
            }
            new SpotBenchmark(terms(options, gap, windows), out).measure(traces, windows, folder == null);
        } catch (IOException | IllegalArgumentException failed) {
            out.println("spot could not be measured: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static Map<String, SpotTrace> carried(Map<String, Windows> windows) throws IOException {
        Map<String, SpotTrace> traces = new TreeMap<>();
        CarriedTraces.all().stream()
                .filter(trace -> windows.containsKey(trace.name()))
                .forEach(trace -> traces.put(trace.name(), trace));
        for (String name : windows.keySet()) {
            if (!traces.containsKey(name)) {
                throw new IOException("the project carries no trace " + name + "; --traces says where it is");
            }
        }
        return traces;
    }

    private static int gap(Map<String, SpotTrace> traces, @Nullable Path windowsFile) throws IOException {
        int gap = traces.values().iterator().next().gapSeconds();
        for (SpotTrace trace : traces.values()) {
            if (trace.gapSeconds() != gap) {
                throw new IOException("trace " + trace + " does not have the step of the others, " + gap + " s");
            }
        }
        Integer stated = windowsFile == null ? null : SpotTraceFiles.gap(windowsFile);
        if (stated != null && stated != gap) {
            throw new IOException(windowsFile + " is for steps of " + stated + " s, the traces have " + gap + " s");
        }
        return gap;
    }

    private static List<SpotTerms> terms(Map<String, String> options, int gap, Map<String, Windows> windows) {
        int ticks = windows.values().stream().mapToInt(Windows::ticks).min().orElseThrow();
        List<SpotTerms> all = new ArrayList<>();
        for (double deadline : hours("--deadlines", options.getOrDefault("--deadlines", DEADLINES))) {
            for (double delay : hours("--delays", options.getOrDefault("--delays", DELAYS))) {
                if (deadline <= 0) {
                    throw new IllegalArgumentException("--deadlines has " + deadline + "; allowed: hours above zero");
                }
                SpotTerms some = new SpotTerms(
                        gap, WORK_HOURS * HOUR, deadline * HOUR, delay * HOUR, SPOT_PRICE, ON_DEMAND_PRICE);
                if (!some.feasible()) {
                    throw new IllegalArgumentException("--deadlines has " + deadline + ": " + WORK_HOURS
                            + " h of work with a delay of " + delay + " h cannot be promised by then");
                }
                if (some.ticks() > ticks) {
                    throw new IllegalArgumentException("--deadlines has " + deadline
                            + ", which is beyond the windows of " + ticks * gap / HOUR + " h");
                }
                all.add(some);
            }
        }
        return all;
    }

    private static double[] hours(String option, String text) {
        try {
            double[] hours = Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (Arrays.stream(hours).allMatch(value -> value >= 0 && value <= 1_000)) {
                return hours;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is " + text + "; allowed: hours, separated by commas", e);
        }
        throw new IllegalArgumentException(option + " is " + text + "; allowed: hours from 0 to 1000");
    }

    private void measure(Map<String, SpotTrace> traces, Map<String, Windows> windows, boolean shipped) {
        List<Zone> counted = new ArrayList<>();
        List<Zone> beyond = new ArrayList<>();
        out.println("score (100 = all on spot, 0 = all on demand)   swen  uniform   greedy  no wait  optimum  missed");
        for (SpotTrace trace : traces.values()) {
            Zone zone = run(trace, of(windows, trace));
            row(zone.name(), List.of(zone));
            (shipped && !CarriedTraces.inBenchmark(trace) ? beyond : counted).add(zone);
        }
        row("total", counted);
        if (!beyond.isEmpty()) {
            row("the zones outside the benchmark", beyond);
        }
        double[] interval = interval(counted, false);
        double[] gain = interval(counted, true);
        out.printf(
                Locale.ROOT,
                "over resampled windows, 95 %%: score %.2f to %.2f, gain on uniform %.2f to %.2f%n",
                interval[0],
                interval[1],
                gain[0],
                gain[1]);
        byTerms(counted);
        if (shipped) {
            regions(traces, windows);
        }
        forecasts(traces);
        out.printf(
                Locale.ROOT,
                "spot score=%.2f missed=%d uniform=%.2f optimum=%.2f low=%.2f high=%.2f%n",
                score(counted, Player.SWEN),
                counted.stream().mapToInt(Zone::missed).sum()
                        + beyond.stream().mapToInt(Zone::missed).sum(),
                score(counted, Player.UNIFORM),
                score(counted, Player.OPTIMUM),
                interval[0],
                interval[1]);
    }

    private static Windows of(Map<String, Windows> windows, SpotTrace trace) {
        Windows parts = windows.get(trace.name());
        if (parts == null) {
            throw new IllegalArgumentException("there are no windows of " + trace.name());
        }
        return parts;
    }

    private List<SpotTrace> others(SpotTrace trace) {
        return carried.stream().filter(other -> !other.isSameAs(trace)).toList();
    }

    private Zone run(SpotTrace trace, Windows windows) {
        SpotExperience experience = SpotExperience.of(others(trace));
        int count = windows.starts().size();
        Map<Player, double[][]> costs = new EnumMap<>(Player.class);
        for (Player player : Player.values()) {
            costs.put(player, new double[count][terms.size()]);
        }
        int[] missed = new int[1];
        for (int k = 0; k < terms.size(); k++) {
            int at = k;
            SpotTerms some = terms.get(k);
            DeadlinePlanner planner = new DeadlinePlanner(some, experience);
            SpotSimulator simulator = new SpotSimulator(some);
            ClairvoyantOptimum optimum = new ClairvoyantOptimum(some);
            missed[0] += IntStream.range(0, count)
                    .parallel()
                    .map(window -> {
                        boolean[] part = trace.window(windows.starts().get(window), windows.ticks());
                        SpotSimulator.Outcome ours = simulator.run(planner.policy(), part);
                        put(costs, Player.SWEN, window, at, ours.cost());
                        put(
                                costs,
                                Player.UNIFORM,
                                window,
                                at,
                                cost(simulator, ReferencePolicies.UNIFORM_PROGRESS, part));
                        put(costs, Player.GREEDY, window, at, cost(simulator, ReferencePolicies.GREEDY, part));
                        put(
                                costs,
                                Player.NEVER_WAIT,
                                window,
                                at,
                                cost(simulator, ReferencePolicies.SPOT_ELSE_ON_DEMAND, part));
                        put(costs, Player.OPTIMUM, window, at, optimum.cost(part));
                        return ours.met() ? 0 : 1;
                    })
                    .sum();
        }
        return new Zone(trace.name(), costs, missed[0]);
    }

    private static void put(Map<Player, double[][]> costs, Player player, int window, int term, double cost) {
        double[][] of = costs.get(player);
        if (of == null) {
            throw new IllegalStateException(player + " has no place");
        }
        of[window][term] = cost;
    }

    private static double cost(SpotSimulator simulator, DeadlinePolicy policy, boolean[] part) {
        return simulator.run(policy, part).cost();
    }

    private double score(List<Zone> zones, Player player) {
        double runs =
                zones.stream().mapToDouble(zone -> zone.costs(player).length).sum();
        double mean = zones.stream()
                        .mapToDouble(zone -> zone.mean(player) * zone.costs(player).length)
                        .sum()
                / runs;
        return terms.getFirst().score(mean);
    }

    private void row(String name, List<Zone> zones) {
        out.printf(
                Locale.ROOT,
                "%-42s %8.2f %8.2f %8.2f %8.2f %8.2f %7d%n",
                name,
                score(zones, Player.SWEN),
                score(zones, Player.UNIFORM),
                score(zones, Player.GREEDY),
                score(zones, Player.NEVER_WAIT),
                score(zones, Player.OPTIMUM),
                zones.stream().mapToInt(Zone::missed).sum());
    }

    private void byTerms(List<Zone> zones) {
        for (int k = 0; k < terms.size(); k++) {
            int at = k;
            SpotTerms some = terms.get(k);
            double[] scores = Arrays.stream(Player.values())
                    .mapToDouble(player -> some.score(zones.stream()
                            .flatMapToDouble(
                                    zone -> Arrays.stream(zone.costs(player)).mapToDouble(window -> window[at]))
                            .average()
                            .orElseThrow()))
                    .toArray();
            out.printf(
                    Locale.ROOT,
                    "%-42s %8.2f %8.2f %8.2f %8.2f %8.2f%n",
                    String.format(
                            Locale.ROOT,
                            "deadline %.4g h, delay %.4g h",
                            some.deadlineSeconds() / HOUR,
                            some.delaySeconds() / HOUR),
                    scores[0],
                    scores[1],
                    scores[2],
                    scores[3],
                    scores[4]);
        }
    }

    /** Draws the windows of each zone anew; a window brings all its terms with it, and all players. */
    private double[] interval(List<Zone> zones, boolean gain) {
        Random random = new Random(SEED);
        double[] scores = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double cost = 0;
            double uniform = 0;
            int runs = 0;
            for (Zone zone : zones) {
                double[][] ours = zone.costs(Player.SWEN);
                double[][] theirs = zone.costs(Player.UNIFORM);
                for (int n = 0; n < ours.length; n++) {
                    int window = random.nextInt(ours.length);
                    for (int k = 0; k < terms.size(); k++) {
                        cost += ours[window][k];
                        uniform += theirs[window][k];
                        runs++;
                    }
                }
            }
            double score = terms.getFirst().score(cost / runs);
            scores[i] = gain ? score - terms.getFirst().score(uniform / runs) : score;
        }
        Arrays.sort(scores);
        return new double[] {scores[(int) (0.025 * RESAMPLES)], scores[(int) (0.975 * RESAMPLES)]};
    }

    /** Pairs of zones with the same machines: as two zones of a region, which they are, and as if a transfer lay between them. */
    private void regions(Map<String, SpotTrace> traces, Map<String, Windows> windows) {
        out.println("two zones together, by USD a move                 0     0.30     1.00     3.00"
                + "   each zone alone   never waits at 0");
        for (SpotTrace first : traces.values()) {
            SpotTrace second = traces.get(first.name().replace("us-west-2a", "us-west-2b"));
            Windows parts = windows.get(first.name());
            if (second != null && second != first && parts != null) {
                pair(first, second, parts);
            }
        }
    }

    private void pair(SpotTrace first, SpotTrace second, Windows windows) {
        List<SpotTrace> others = carried.stream()
                .filter(other -> !other.isSameAs(first) && !other.isSameAs(second))
                .toList();
        List<SpotTrace> unions = new ArrayList<>();
        for (int a = 0; a < others.size(); a++) {
            for (int b = a + 1; b < others.size(); b++) {
                unions.add(SpotTrace.anyOf(List.of(others.get(a), others.get(b))));
            }
        }
        SpotExperience alone = SpotExperience.of(others);
        SpotExperience together = SpotExperience.of(unions).pooledOnly();
        LossCurve curve = LossCurve.of(others);
        double[] scores = new double[MOVE_COSTS.length];
        for (int m = 0; m < MOVE_COSTS.length; m++) {
            double moveCost = MOVE_COSTS[m];
            List<RegionsPlanner.Region> regions = moveCost == 0
                    ? List.of(new RegionsPlanner.Region(List.of(0, 1), together))
                    : List.of(
                            new RegionsPlanner.Region(List.of(0), alone.pooledOnly()),
                            new RegionsPlanner.Region(List.of(1), alone.pooledOnly()));
            int[] numbers = moveCost == 0 ? new int[] {0, 0} : new int[] {0, 1};
            scores[m] = mean(first, second, windows, some -> {
                RegionsPlanner planner = new RegionsPlanner(some, regions, curve, moveCost);
                return new Runner(new SpotSimulator(some, numbers, moveCost), planner::policy);
            });
        }
        out.printf(
                Locale.ROOT,
                "%-42s %8.2f %8.2f %8.2f %8.2f   %7.2f  %7.2f   %8.2f%n",
                first.name() + " + " + second.name().replace("us-west-", ""),
                scores[0],
                scores[1],
                scores[2],
                scores[3],
                single(first, windows, alone),
                single(second, windows, alone),
                mean(
                        first,
                        second,
                        windows,
                        some -> new Runner(new SpotSimulator(some), () -> ReferencePolicies.SPOT_ELSE_ON_DEMAND)));
    }

    private record Runner(SpotSimulator simulator, Supplier<DeadlinePolicy> policies) {}

    private double mean(
            SpotTrace first,
            SpotTrace second,
            Windows windows,
            java.util.function.Function<SpotTerms, Runner> runners) {
        double cost = terms.stream()
                .mapToDouble(some -> {
                    Runner runner = runners.apply(some);
                    return windows.starts().parallelStream()
                            .mapToDouble(start -> runner.simulator()
                                    .run(
                                            runner.policies().get(),
                                            List.of(
                                                    first.window(start, windows.ticks()),
                                                    second.window(start, windows.ticks())))
                                    .cost())
                            .average()
                            .orElseThrow();
                })
                .average()
                .orElseThrow();
        return terms.getFirst().score(cost);
    }

    private double single(SpotTrace trace, Windows windows, SpotExperience experience) {
        double cost = terms.stream()
                .mapToDouble(some -> {
                    DeadlinePlanner planner = new DeadlinePlanner(some, experience.pooledOnly());
                    return windows.starts().parallelStream()
                            .mapToDouble(start -> new SpotSimulator(some)
                                    .run(planner.policy(), trace.window(start, windows.ticks()))
                                    .cost())
                            .average()
                            .orElseThrow();
                })
                .average()
                .orElseThrow();
        return terms.getFirst().score(cost);
    }

    private void forecasts(Map<String, SpotTrace> traces) {
        out.println(
                "chance of a loss within                   forecasts    brier     base  no change  calibration off by");
        for (double hours : new double[] {1, 6, 24}) {
            List<TraceForecast.Quality> all = traces.values().stream()
                    .map(trace -> TraceForecast.measure(trace, others(trace), hours))
                    .toList();
            double count =
                    all.stream().mapToDouble(TraceForecast.Quality::forecasts).sum();
            out.printf(
                    Locale.ROOT,
                    "%-42s %8.0f %8.4f %8.4f %8.4f %8.4f%n",
                    String.format(Locale.ROOT, "%.0f h", hours),
                    count,
                    weighted(all, TraceForecast.Quality::brier) / count,
                    weighted(all, TraceForecast.Quality::base) / count,
                    weighted(all, TraceForecast.Quality::persistence) / count,
                    weighted(all, TraceForecast.Quality::calibration) / count);
        }
    }

    private static double weighted(
            List<TraceForecast.Quality> all, java.util.function.ToDoubleFunction<TraceForecast.Quality> figure) {
        return all.stream()
                .mapToDouble(one -> one.forecasts() == 0 ? 0 : figure.applyAsDouble(one) * one.forecasts())
                .sum();
    }
}
