package io.swen.benchmarks;

import io.swen.platform.id.Uuids;
import io.swen.telemetry.anomaly.DetectorSettings;
import io.swen.telemetry.anomaly.SeriesWatch;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What it costs to watch every series on ingest: many active series through {@link SeriesWatch}, as the writer's thread calls it,
 * beside an exponential mean with a z-score, the least that could be called detection, over the same samples in the same process.
 *
 * <p>Afterwards a week of samples, compressed, with the heap after a collection at the end of each day. Options: {@code --series}
 * (100,000), {@code --rounds} of a sample a series (60), {@code --soak-series} (1,000). One thread does all of it.
 */
public final class SeriesBenchmark {

    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final int BATCH = 1_000;
    private static final int WARM_UP_ROUNDS = 150;
    private static final int TABLE = 1 << 16;
    private static final int MINUTES_A_DAY = 1_440;
    private static final int DAYS = 7;
    private static final long SEED = 42;
    /** The thread's own time: other work on the machine is not counted. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static long strange;
    private static long told;

    /** An exponential mean and variance of each series; what is far off the mean is counted. */
    private static final class Baseline {

        private static final double PACE = 0.02;
        private static final double FAR = 6;

        private static final class State {
            private double mean;
            private double variance;
        }

        private final Map<Long, State> states = new HashMap<>();

        void observe(List<SeriesPoint> points) {
            for (SeriesPoint point : points) {
                State state = states.computeIfAbsent(point.series().id(), id -> new State());
                double away = point.value() - state.mean;
                if (away * away > FAR * FAR * state.variance) {
                    strange++;
                }
                state.mean += PACE * away;
                state.variance += PACE * (away * away - state.variance);
            }
        }
    }

    private SeriesBenchmark() {}

    /** Prints the rounds and the days, and the figures in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, String> options = Options.values(arguments, "--series", "--rounds", "--soak-series");
            measure(
                    Integer.parseInt(options.getOrDefault("--series", "100000")),
                    Integer.parseInt(options.getOrDefault("--rounds", "60")),
                    Integer.parseInt(options.getOrDefault("--soak-series", "1000")),
                    out);
        } catch (IllegalArgumentException failed) {
            out.println("series could not be measured: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static void measure(int count, int rounds, int soakCount, PrintStream out) {
        // What the first anomaly loads is no growth of the watch.
        out.println("run " + Uuids.next());
        double[] table = new Random(SEED).doubles(TABLE, -1, 1).toArray();
        List<Series> series = series(count);
        long before = heap();
        SeriesWatch watch = watch(count);
        out.println("round  detection ns/sample  baseline ns/sample");
        Baseline baseline = new Baseline();
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            round(series, round, table, watch, baseline);
        }
        double[] ours = new double[rounds];
        double[] plain = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double[] nanos = round(series, WARM_UP_ROUNDS + round, table, watch, baseline);
            ours[round] = nanos[0] / count;
            plain[round] = nanos[1] / count;
            if (round % 10 == 9) {
                out.printf(Locale.ROOT, "%5d  %19.0f  %18.0f%n", round + 1, ours[round], plain[round]);
            }
        }
        double cost = median(ours);
        double ratio = cost / median(plain);
        // Fifteen more hours teach the rest of what a state holds, so that the size is one of grown states.
        for (int hour = 0; hour < 15; hour++) {
            round(series, WARM_UP_ROUNDS + rounds + 60 * hour, table, watch, baseline);
        }
        out.printf(
                Locale.ROOT, "found: %,d anomalies; by the baseline: %,d samples far off their mean%n", told, strange);
        baseline.states.clear();
        double bytes = (double) (heap() - before) / watch.size();
        out.printf(
                Locale.ROOT,
                "%,d series are watched, %.0f bytes each; one core takes %,.0f samples a second of its time%n%n",
                watch.size(),
                bytes,
                1e9 / cost);
        double growth = soak(series.subList(0, Math.min(soakCount, count)), table, out);
        out.printf(
                Locale.ROOT,
                "series count=%d ns_per_sample=%.0f baseline_ratio=%.2f bytes_per_series=%.0f soak_heap_growth=%.3f%n",
                count,
                cost,
                ratio,
                bytes,
                growth);
    }

    /** How much larger the heap is after the week than after two days, when each hour of the day was met, as a part of it. */
    private static double soak(List<Series> series, double[] table, PrintStream out) {
        long empty = heap();
        SeriesWatch watch = watch(series.size());
        long toldBefore = told;
        long early = 1;
        long late = 0;
        out.println("day    samples  found  heap of the watch, MB");
        for (int day = 0; day < DAYS; day++) {
            for (int minute = 0; minute < MINUTES_A_DAY; minute++) {
                int round = day * MINUTES_A_DAY + minute;
                for (int from = 0; from < series.size(); from += BATCH) {
                    List<SeriesPoint> points = points(series, from, round, table);
                    watch.observe(points, points.getFirst().time().toEpochMilli());
                }
            }
            late = heap() - empty;
            if (day == 1) {
                early = late;
            }
            out.printf(
                    Locale.ROOT,
                    "%3d  %9d  %5d  %21.3f%n",
                    day + 1,
                    (long) (day + 1) * MINUTES_A_DAY * series.size(),
                    told - toldBefore,
                    late / 1e6);
        }
        out.printf(Locale.ROOT, "%d series were watched for a week%n", watch.size());
        return (double) (late - early) / early;
    }

    private static SeriesWatch watch(int count) {
        return new SeriesWatch(DetectorSettings.DEFAULT, count, MONDAY.toEpochMilli(), one -> told++);
    }

    private static List<Series> series(int count) {
        List<Series> series = new ArrayList<>(count);
        SortedMap<String, String> labels = new TreeMap<>(Map.of("provider", "aws", "region", "aws:us-east-1"));
        for (int i = 0; i < count; i++) {
            series.add(new Series(i, "cpu_utilization", "percent", "bench", "dev", labels, true));
        }
        return series;
    }

    /** Nanoseconds of the detection and of the baseline for a sample of each series; making the samples is not counted. */
    private static double[] round(
            List<Series> series, int round, double[] table, SeriesWatch watch, Baseline baseline) {
        long ours = 0;
        long plain = 0;
        for (int from = 0; from < series.size(); from += BATCH) {
            List<SeriesPoint> points = points(series, from, round, table);
            long now = points.getFirst().time().toEpochMilli();
            long begun = THREADS.getCurrentThreadCpuTime();
            watch.observe(points, now);
            long between = THREADS.getCurrentThreadCpuTime();
            baseline.observe(points);
            plain += THREADS.getCurrentThreadCpuTime() - between;
            ours += between - begun;
        }
        return new double[] {ours, plain};
    }

    /** Like processors: a level and a height of the day of its own, and noise. */
    private static List<SeriesPoint> points(List<Series> series, int from, int round, double[] table) {
        Instant time = MONDAY.plusSeconds(60L * round);
        List<SeriesPoint> points = new ArrayList<>(BATCH);
        double day = Math.sin(2 * Math.PI * round / MINUTES_A_DAY);
        for (int i = from; i < Math.min(from + BATCH, series.size()); i++) {
            double level = 20 + 10 * table[i & (TABLE - 1)];
            double noise = table[(i * 31 + round * 17) & (TABLE - 1)] + table[(i * 7 + round * 131) & (TABLE - 1)];
            points.add(new SeriesPoint(series.get(i), time, level + (10 + i % 20) * day + 2 * noise));
        }
        return points;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
