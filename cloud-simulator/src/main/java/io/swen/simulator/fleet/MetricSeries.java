package io.swen.simulator.fleet;

import io.swen.simulator.market.Seeded;
import java.time.Duration;
import java.time.Instant;

/**
 * The metrics of an instance: a level of its own, a season of a day, and noise; a pure function of instance and time, unless the
 * {@link MetricWeather} says otherwise.
 *
 * <p>Batch work runs hot and flat; what has no end follows the day, with its peak in the afternoon UTC.
 */
public final class MetricSeries {

    private static final double SERVED_IMPAIRED = 0.01;

    private final MetricWeather weather;

    MetricSeries(MetricWeather weather) {
        this.weather = weather;
    }

    /** Whether anything is published of an instance for the period that begins then. */
    public boolean isPublished(SimInstance instance, Instant start) {
        return !weather.isSilent(instance, start);
    }

    /** The mean, smallest and largest value within a period that ends at {@code end}. */
    public record Point(double average, double minimum, double maximum) {}

    /** CPU utilisation in per cent. */
    public Point cpuPercent(SimInstance instance, Instant start, Duration period) {
        long hash = instance.seed();
        boolean batch = instance.workEndsAt() != null;
        double level = (batch ? 72 : 18) + Seeded.unit(Seeded.hash(hash, 11)) * (batch ? 20 : 32);
        double swing = batch ? 2 : 6 + Seeded.unit(Seeded.hash(hash, 12)) * 16;
        double own = level + swing * season(start, hash);
        double average =
                clamp(weather.cpuPercent(instance, start).orElse(own) + noise(hash, start, period, 13) * 4, 0.5, 100);
        double spread = 1 + Seeded.unit(Seeded.hash(hash ^ start.getEpochSecond(), 14)) * (batch ? 4 : 12);
        return new Point(average, clamp(average - spread, 0, 100), clamp(average + spread, 0, 100));
    }

    /** Bytes received or sent in a second. */
    public Point bytesPerSecond(SimInstance instance, Instant start, Duration period, boolean received) {
        long hash = Seeded.hash(instance.seed(), received ? 21 : 22);
        boolean batch = instance.workEndsAt() != null;
        double level = (batch ? 40_000 : 250_000) * Math.exp(1.5 * (Seeded.unit(hash) - 0.5));
        double average =
                level * clamp(1 + 0.5 * season(start, instance.seed()) + 0.3 * noise(hash, start, period, 23), 0.05, 4);
        // Nobody is served by what is not well.
        double served = !received && instance.isImpaired() ? average * SERVED_IMPAIRED : average;
        return new Point(served, served * 0.4, served * 2.2);
    }

    private static double season(Instant at, long hash) {
        double shift = Seeded.unit(Seeded.hash(hash, 15)) * 2 - 1;
        double hours = at.getEpochSecond() / 3_600.0 + shift;
        return Math.sin((hours - 9) / 24 * 2 * Math.PI);
    }

    private static double noise(long hash, Instant at, Duration period, long stream) {
        long slot = at.getEpochSecond() / Math.max(1, period.toSeconds());
        return Seeded.unit(Seeded.hash(Seeded.hash(hash, stream), slot)) * 2 - 1;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
