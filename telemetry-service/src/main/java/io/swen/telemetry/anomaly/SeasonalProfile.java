package io.swen.telemetry.anomaly;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The mean and spread of a series by hour of the day, of working days and of weekends (UTC), learned from the means of hours.
 *
 * <p>It judges an hour only when the hour of the day explains most of how the series varies.
 */
final class SeasonalProfile {

    private static final int HOURS = 24;
    private static final int BUCKETS = 2 * HOURS;
    private static final int DAYS_BEFORE_JUDGING = 3;
    private static final int HOURS_BEFORE_JUDGING = 3 * HOURS;
    private static final double LEAST_SHARE_EXPLAINED = 0.6;
    private static final double FORGETTING = 0.1;
    private static final double HOURLY_FORGETTING = 1.0 / (7 * HOURS);
    private static final double CLIP = 3;
    private static final int SATURDAY = 2;
    static final long HOUR_MILLIS = 3_600_000;

    private final float[] mean = new float[BUCKETS];
    /** Standard deviations: a variance can be too large for a float. */
    private final float[] spread = new float[BUCKETS];

    private final byte[] days = new byte[BUCKETS];
    private int hours;
    private double allMean;
    private double allVariance;
    private double unexplained;

    /** What an hour was expected to be. */
    record Judgement(double deviations, double expected, double spread, int hour, boolean weekend, int days) {}

    static int bucket(long time) {
        long hour = Math.floorDiv(time, HOUR_MILLIS);
        // 1970-01-01 was a Thursday, two days before a Saturday.
        boolean weekend = Math.floorMod(Math.floorDiv(hour, HOURS) - SATURDAY, 7) < 2;
        return Math.floorMod(hour, HOURS) + (weekend ? HOURS : 0);
    }

    /** Learns the mean of an hour that is over; says what was expected of it, or null where that is not known well enough. */
    @Nullable
    Judgement take(int bucket, double value) {
        double deviation = value - mean[bucket];
        double usual = Math.max(spread[bucket], Math.sqrt(unexplained));
        Judgement judgement = null;
        if (days[bucket] >= DAYS_BEFORE_JUDGING
                && hours >= HOURS_BEFORE_JUDGING
                && unexplained <= (1 - LEAST_SHARE_EXPLAINED) * allVariance
                && usual > 0) {
            judgement = new Judgement(
                    deviation / usual, mean[bucket], usual, bucket % HOURS, bucket >= HOURS, days[bucket]);
            // An hour that is far off must not become the measure of the next ones.
            deviation = Math.clamp(deviation, -CLIP * usual, CLIP * usual);
        }
        learn(bucket, value, deviation);
        return judgement;
    }

    private void learn(int bucket, double value, double deviation) {
        hours = Math.min(hours + 1, Integer.MAX_VALUE - 1);
        double pace = Math.max(HOURLY_FORGETTING, 1.0 / hours);
        double away = value - allMean;
        allMean += pace * away;
        allVariance += pace * (away * away - allVariance);
        if (days[bucket] > 0) {
            unexplained += Math.max(HOURLY_FORGETTING, 1.0 / hours) * (deviation * deviation - unexplained);
        }
        if (days[bucket] < Byte.MAX_VALUE) {
            days[bucket]++;
        }
        double step = Math.max(FORGETTING, 1.0 / days[bucket]);
        mean[bucket] += (float) (step * deviation);
        double before = (double) spread[bucket] * spread[bucket];
        spread[bucket] = (float) Math.sqrt(before + step * (deviation * deviation * (1 - step) - before));
    }

    static int size() {
        return BUCKETS * (2 * Float.BYTES + 1) + Integer.BYTES + 3 * Double.BYTES;
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < BUCKETS; i++) {
            out.putFloat(mean[i]).putFloat(spread[i]).put(days[i]);
        }
        out.putInt(hours).putDouble(allMean).putDouble(allVariance).putDouble(unexplained);
    }

    static SeasonalProfile read(ByteBuffer in) {
        SeasonalProfile profile = new SeasonalProfile();
        for (int i = 0; i < BUCKETS; i++) {
            profile.mean[i] = in.getFloat();
            profile.spread[i] = in.getFloat();
            profile.days[i] = in.get();
        }
        profile.hours = in.getInt();
        profile.allMean = in.getDouble();
        profile.allVariance = in.getDouble();
        profile.unexplained = in.getDouble();
        return profile;
    }
}
