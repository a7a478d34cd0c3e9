package io.swen.telemetry.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Made series with a value every five minutes from a Monday on, and what a detector tells of them. */
final class Shapes {

    static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
    static final Duration STEP = Duration.ofMinutes(5);
    static final int DAY = 288;

    private Shapes() {}

    /** What was told, with the index of the sample at which it was. */
    record At(int index, Finding finding) {}

    static long time(int index) {
        return MONDAY.plus(STEP.multipliedBy(index)).toEpochMilli();
    }

    static IntToDoubleFunction noise(long seed, double mean, double spread) {
        Random random = new Random(seed);
        return index -> mean + spread * random.nextGaussian();
    }

    /** A day that is high from nine to eighteen o'clock on every day of the week. */
    static IntToDoubleFunction daily(long seed) {
        Random random = new Random(seed);
        return index -> {
            int hour = index % DAY / 12;
            return (hour >= 9 && hour < 18 ? 80 : 20) + 2 * random.nextGaussian();
        };
    }

    static List<At> watch(SeriesDetector detector, int from, int to, IntToDoubleFunction value) {
        List<At> told = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Finding finding = detector.observe(time(i), value.applyAsDouble(i));
            if (finding != null) {
                told.add(new At(i, finding));
            }
        }
        return told;
    }

    static List<Finding.Seen> seen(List<At> told) {
        return told.stream()
                .map(At::finding)
                .filter(Finding.Seen.class::isInstance)
                .map(Finding.Seen.class::cast)
                .toList();
    }
}
