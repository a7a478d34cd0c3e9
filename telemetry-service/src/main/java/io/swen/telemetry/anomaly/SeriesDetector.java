package io.swen.telemetry.anomaly;

import io.swen.telemetry.anomaly.Finding.Ending;
import io.swen.telemetry.anomaly.SeasonalProfile.Judgement;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one series: takes its samples in the order of time and tells when they are unlike what came before.
 *
 * <p>The memory it needs does not depend on how many samples came, it never looks ahead, and its state can be written down and
 * taken up again with the same results. How it judges stands in docs/telemetry/anomalies.md. Not safe for use by several threads
 * at a time.
 */
public final class SeriesDetector {

    /** The first byte of a written state; another one means that this code cannot read it. */
    private static final byte VERSION = 1;

    private static final double LARGEST = 1e300;
    /** More would not fit where a map keeps it as the bits of a float. */
    private static final int MOST_COUNTED = 1 << 30;

    private static final double FAST_PACE = 0.3;
    private static final double CALM_PACE = 0.1;
    private static final double SLOW_PACE = 0.003;
    /** Changes far below the size of the values themselves are noise of how they are represented. */
    private static final double LEAST_RANGE = 1e-3;
    /** What part of its score a series has at the very beginning. */
    private static final double YOUNG = 0.25;

    private static final int CALM_SAMPLES = 5;
    private static final int LASTING_SAMPLES = 15;
    private static final int SHORTEST_RUN = 15;
    private static final int LONGEST_RUNS = 3;
    private static final double RUN_CHANCE = 1e-9;
    private static final double REPEATS_PACE = 0.002;
    private static final double SEASONAL_DEVIATIONS = 6;
    private static final double SEASONAL_BAND = 3;
    private static final double SEASONAL_LEAST = 0.1;
    private static final long SEASONAL_LONGEST_MILLIS = 86_400_000;
    private static final double GAP_PACE = 0.05;
    private static final double GAP_FORGETTING = 0.999;
    private static final double GAPS_OVERDUE = 4;
    private static final double LONGEST_GAPS_OVERDUE = 1.5;
    private static final double CERTAIN = 0.99;
    private static final byte NONE = -1;
    private static final byte OF_VALUE = 0;
    private static final byte OF_FAST_LEVEL = 1;
    private static final byte OF_CALM_LEVEL = 2;

    private static final int FIXED_SIZE = 3
            + 2 * Integer.BYTES
            + 2 * Long.BYTES
            + 12 * Double.BYTES // what it saw
            + 2 * Integer.BYTES
            + 3 * Double.BYTES // runs and gaps
            + 1
            + Long.BYTES
            + Integer.BYTES
            + Double.BYTES // the hour
            + 2
            + 3 * Double.BYTES
            + 2 * Integer.BYTES
            + Long.BYTES; // what is open

    private final DetectorSettings settings;
    private NoveltyMap fast = new NoveltyMap();
    private NoveltyMap calm = new NoveltyMap();
    private @Nullable SeasonalProfile profile;

    private int count;
    private long firstTime;
    private long lastTime;
    private double origin;
    private double last;
    private double fastLevel;
    private double calmLevel;
    private double low;
    private double high;
    private double slow;
    private double recentNovelty;
    private double longNovelty;
    private double score;

    private int run;
    private int longestRun;
    private double repeats;
    private double gap;
    private double longestGap;
    private double delay;

    private byte hourBucket = NONE;
    private long hour;
    private int hourSamples;
    private double hourSum;

    private byte openKind = NONE;
    private byte openOf = OF_VALUE;
    private double openLow;
    private double openHigh;
    private double openScore;
    private int openSamples;
    private int calmSamples;
    private long openSince;
    private boolean missing;

    public SeriesDetector(DetectorSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes the next sample; one that is not later than the last is left out, as is a value that is no number.
     *
     * @param time epoch milliseconds
     * @return what there is to tell, null for nothing
     */
    public @Nullable Finding observe(long time, double given) {
        if (!Double.isFinite(given) || (count > 0 && time <= lastTime)) {
            score = 0;
            return null;
        }
        double value = Math.clamp(given, -LARGEST, LARGEST);
        if (count == 0) {
            begin(time, value);
        }
        Finding seasonal = season(time, value);
        Finding flat = repeat(time, value);
        Finding strange = novelty(time, value);
        spacing(time);
        if (flat instanceof Finding.Seen seen) {
            score = Math.max(score, seen.score());
        }
        if (seasonal instanceof Finding.Seen seen) {
            score = Math.max(score, seen.score());
        }
        last = value;
        lastTime = time;
        if (openKind != NONE) {
            // What lasts is one anomaly.
            score = 0;
            return follow(time, value);
        }
        Finding first = strange != null ? strange : flat != null ? flat : seasonal;
        if (first instanceof Finding.Seen seen) {
            open(seen);
        }
        return first;
    }

    /** How strange the last sample was, from 0 to 1. */
    public double score() {
        return score;
    }

    /** When the last sample was taken, epoch milliseconds. */
    long lastTime() {
        return lastTime;
    }

    private void begin(long time, double value) {
        firstTime = time;
        origin = value;
        last = value;
        low = value;
        high = value;
        slow = value;
        fastLevel = value;
        calmLevel = value;
        repeats = 0.5;
    }

    // ---- unlike anything before

    private @Nullable Finding novelty(long time, double value) {
        count = Math.min(count + 1, MOST_COUNTED);
        double fastBefore = fastLevel;
        double calmBefore = calmLevel;
        low += (slow - low) / settings.rangeSamples();
        high -= (high - slow) / settings.rangeSamples();
        slow += Math.max(SLOW_PACE, 1.0 / count) * (value - slow);
        low = Math.min(low, value);
        high = Math.max(high, value);
        fastLevel += Math.max(FAST_PACE, 1.0 / count) * (value - fastLevel);
        calmLevel += Math.max(CALM_PACE, 1.0 / count) * (value - calmLevel);
        double range = Math.max(high - low, LEAST_RANGE * Math.max(Math.abs(low), Math.abs(high)));
        if (range <= 0) {
            range = 1;
        }
        float x = single(value);
        float fastY = single(fastLevel);
        float calmY = single(calmLevel);
        float fastDistance = fast.distance(x, fastY);
        float calmDistance = calm.distance(x, calmY);
        double distance = Math.max(fastDistance, calmDistance) / range;
        double tolerance =
                settings.softness() + settings.recentWeight() * recentNovelty + settings.longWeight() * longNovelty;
        double maturity = Math.min(1, YOUNG + (1 - YOUNG) * (time - firstTime) / (1000.0 * settings.maturitySeconds()));
        score = count <= settings.warmUpSamples() ? 0 : maturity * distance / (distance + tolerance);
        recentNovelty += distance - recentNovelty / settings.recentSamples();
        longNovelty += distance - longNovelty / settings.longSamples();
        Finding finding = null;
        if (score >= settings.threshold() && openKind == NONE) {
            double needed = settings.threshold() / maturity;
            double allowed = needed >= 1 ? 0 : range * tolerance * needed / (1 - needed);
            finding = fastDistance >= calmDistance
                    ? strange(time, value, fastBefore, fast, x, fastY, allowed, OF_FAST_LEVEL)
                    : strange(time, value, calmBefore, calm, x, calmY, allowed, OF_CALM_LEVEL);
        }
        fast.learn(x, fastY, fastDistance, range, count, settings);
        calm.learn(x, calmY, calmDistance, range, count, settings);
        return finding;
    }

    private Finding strange(
            long time, double value, double level, NoveltyMap map, float x, float y, double allowed, byte of) {
        boolean ofValue = map.isValueStrange(x, y);
        // A value is compared with what went with the level before it, which it has already moved.
        float[] band =
                ofValue ? map.band(true, x, single(level), (float) allowed) : map.band(false, y, x, (float) allowed);
        double least = origin + band[0];
        double most = origin + band[1];
        openOf = ofValue ? OF_VALUE : of;
        if (ofValue) {
            return new Finding.Spike(time, score, value, least, most, level);
        }
        double pace = of == OF_FAST_LEVEL ? FAST_PACE : CALM_PACE;
        return new Finding.LevelShift(
                time,
                score,
                of == OF_FAST_LEVEL ? fastLevel : calmLevel,
                least,
                most,
                (int) Math.round(2 / pace - 1),
                false);
    }

    /** Counted from the first value, so that small changes of a large number are not lost in a float. */
    private float single(double value) {
        return (float) Math.clamp(value - origin, -Float.MAX_VALUE / 4, Float.MAX_VALUE / 4);
    }

    // ---- no change any more

    private @Nullable Finding repeat(long time, double value) {
        if (count == 0) {
            run = 1;
            return null;
        }
        if (value == last) {
            run++;
        } else {
            // A run counts once it is over, so that it does not explain itself.
            double kept = Math.pow(1 - Math.max(REPEATS_PACE, 1.0 / (count + 1)), run);
            repeats = kept * repeats + (1 - kept) * (run - 1) / run;
            longestRun = Math.max(longestRun, run);
            run = 1;
            return null;
        }
        if (count > settings.warmUpSamples() && run == unlikelyRun()) {
            return new Finding.FlatLine(time, settings.threshold(), value, run, repeats);
        }
        return null;
    }

    /** Longer than chance makes it, and than a series that rests now and then has ever rested. */
    private int unlikelyRun() {
        double byChance = Math.log(RUN_CHANCE) / Math.log(Math.clamp(repeats, 0.01, 1 - 1e-6));
        return (int) Math.max(Math.max(SHORTEST_RUN, Math.ceil(byChance)), (double) LONGEST_RUNS * longestRun);
    }

    // ---- unlike the same hour of other days

    private @Nullable Finding season(long time, double value) {
        long thisHour = Math.floorDiv(time, SeasonalProfile.HOUR_MILLIS);
        Finding finding = null;
        if (hourBucket != NONE && thisHour != hour && hourSamples > 0) {
            double mean = origin + hourSum / hourSamples;
            if (profile == null) {
                profile = new SeasonalProfile();
            }
            Judgement judgement = profile.take(hourBucket, single(mean));
            if (judgement != null) {
                finding = judge(time, mean, judgement);
            }
        }
        if (thisHour != hour || hourBucket == NONE) {
            hour = thisHour;
            hourBucket = (byte) SeasonalProfile.bucket(time);
            hourSamples = 0;
            hourSum = 0;
        }
        hourSamples++;
        hourSum += value - origin;
        return finding;
    }

    private @Nullable Finding judge(long time, double mean, Judgement judgement) {
        double deviations = Math.abs(judgement.deviations());
        if (openKind == AnomalyKind.SEASONAL.ordinal()) {
            calmSamples = deviations <= SEASONAL_BAND ? CALM_SAMPLES : 0;
        }
        if (deviations < SEASONAL_DEVIATIONS || deviations * judgement.spread() < SEASONAL_LEAST * (high - low)) {
            return null;
        }
        double expected = origin + judgement.expected();
        return new Finding.Unseasonal(
                time,
                Math.min(CERTAIN, settings.threshold() * deviations / SEASONAL_DEVIATIONS),
                mean,
                expected - SEASONAL_BAND * judgement.spread(),
                expected + SEASONAL_BAND * judgement.spread(),
                judgement.hour(),
                judgement.weekend(),
                expected,
                judgement.days());
    }

    // ---- no sample any more

    private void spacing(long time) {
        if (count > 1) {
            double seconds = (time - lastTime) / 1000.0;
            gap += Math.max(GAP_PACE, 1.0 / (count - 1)) * (Math.min(seconds, count < 5 ? seconds : 10 * gap) - gap);
            longestGap = Math.max(longestGap * GAP_FORGETTING, seconds);
        }
    }

    /** Whether the next sample is overdue and nobody was told. */
    boolean isOverdue(long now, long since, double leastSeconds) {
        return !missing && count > settings.warmUpSamples() && (now - since) / 1000.0 > allowedGap(leastSeconds);
    }

    /**
     * Tells that the next sample is overdue.
     *
     * @param now epoch milliseconds
     * @param leastSeconds a silence that is never told of
     */
    Finding overdue(long now, double leastSeconds) {
        missing = true;
        double seconds = (now - lastTime) / 1000.0;
        double allowed = allowedGap(leastSeconds);
        return new Finding.Overdue(
                now, Math.min(CERTAIN, settings.threshold() * seconds / allowed), seconds, allowed, gap);
    }

    private double allowedGap(double leastSeconds) {
        return delay + Math.max(leastSeconds, Math.max(GAPS_OVERDUE * gap, LONGEST_GAPS_OVERDUE * longestGap));
    }

    /** Notes how long after its time the newest sample came; samples that come in bunches are not missing in between. */
    void delayed(double seconds) {
        delay = Math.max(delay * GAP_FORGETTING, seconds);
    }

    boolean isMissing() {
        return missing;
    }

    /** Notes that samples come again. */
    void present() {
        missing = false;
    }

    // ---- while an anomaly lasts

    private void open(Finding.Seen seen) {
        openKind = (byte) seen.kind().ordinal();
        openLow = seen.low();
        openHigh = seen.high();
        openScore = seen.score();
        openSamples = 0;
        calmSamples = 0;
        openSince = seen.time();
    }

    private @Nullable Finding follow(long time, double value) {
        AnomalyKind kind = AnomalyKind.values()[openKind];
        openSamples++;
        switch (kind) {
            case FLAT_LINE -> calmSamples = run == 1 ? CALM_SAMPLES : 0;
            case SPIKE, LEVEL_SHIFT -> {
                double judged = openOf == OF_VALUE ? value : openOf == OF_FAST_LEVEL ? fastLevel : calmLevel;
                calmSamples = judged >= openLow && judged <= openHigh ? calmSamples + 1 : 0;
            }
            case SEASONAL, MISSING_DATA -> {
                if (time - openSince > SEASONAL_LONGEST_MILLIS) {
                    return close(time, kind, Ending.NEW_NORMAL);
                }
            }
        }
        if (calmSamples >= CALM_SAMPLES) {
            return close(time, kind, Ending.BACK_TO_NORMAL);
        }
        if (kind != AnomalyKind.FLAT_LINE && kind != AnomalyKind.SEASONAL && openSamples >= settings.recentSamples()) {
            return close(time, kind, Ending.NEW_NORMAL);
        }
        if (kind == AnomalyKind.SPIKE && openSamples == LASTING_SAMPLES && calmSamples == 0) {
            openKind = (byte) AnomalyKind.LEVEL_SHIFT.ordinal();
            return new Finding.LevelShift(time, openScore, calmLevel, openLow, openHigh, openSamples, true);
        }
        return null;
    }

    private Finding close(long time, AnomalyKind kind, Ending ending) {
        openKind = NONE;
        return new Finding.Over(time, kind, ending);
    }

    boolean isOpen() {
        return openKind != NONE;
    }

    // ---- written down

    /** All that it knows, in at most 2 KiB. */
    public byte[] save() {
        ByteBuffer out = ByteBuffer.allocate(
                FIXED_SIZE + fast.size() + calm.size() + (profile == null ? 0 : SeasonalProfile.size()));
        out.put(VERSION).put((byte) (profile == null ? 0 : 1)).put((byte) (missing ? 1 : 0));
        out.putInt(count).putLong(firstTime).putLong(lastTime);
        out.putDouble(origin).putDouble(last).putDouble(fastLevel).putDouble(calmLevel);
        out.putDouble(low).putDouble(high).putDouble(slow);
        out.putDouble(recentNovelty).putDouble(longNovelty).putDouble(score);
        out.putInt(run)
                .putInt(longestRun)
                .putDouble(repeats)
                .putDouble(gap)
                .putDouble(longestGap)
                .putDouble(delay);
        out.put(hourBucket).putLong(hour).putInt(hourSamples).putDouble(hourSum);
        out.put(openKind).put(openOf).putDouble(openLow).putDouble(openHigh).putDouble(openScore);
        out.putInt(openSamples).putInt(calmSamples).putLong(openSince);
        fast.write(out);
        calm.write(out);
        if (profile != null) {
            profile.write(out);
        }
        byte[] written = new byte[out.position()];
        out.flip().get(written);
        return written;
    }

    /** Goes on from a written state; empty when it is of another version or not one at all. */
    public static Optional<SeriesDetector> restore(byte[] written, DetectorSettings settings) {
        ByteBuffer in = ByteBuffer.wrap(written);
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            SeriesDetector detector = new SeriesDetector(settings);
            boolean seasonal = in.get() == 1;
            detector.missing = in.get() == 1;
            detector.read(in);
            detector.fast = NoveltyMap.read(in);
            detector.calm = NoveltyMap.read(in);
            detector.profile = seasonal ? SeasonalProfile.read(in) : null;
            return in.hasRemaining() ? Optional.empty() : Optional.of(detector);
        } catch (BufferUnderflowException | NegativeArraySizeException notAState) {
            return Optional.empty();
        }
    }

    private void read(ByteBuffer in) {
        count = in.getInt();
        firstTime = in.getLong();
        lastTime = in.getLong();
        origin = in.getDouble();
        last = in.getDouble();
        fastLevel = in.getDouble();
        calmLevel = in.getDouble();
        low = in.getDouble();
        high = in.getDouble();
        slow = in.getDouble();
        recentNovelty = in.getDouble();
        longNovelty = in.getDouble();
        score = in.getDouble();
        run = in.getInt();
        longestRun = in.getInt();
        repeats = in.getDouble();
        gap = in.getDouble();
        longestGap = in.getDouble();
        delay = in.getDouble();
        hourBucket = in.get();
        hour = in.getLong();
        hourSamples = in.getInt();
        hourSum = in.getDouble();
        openKind = in.get();
        openOf = in.get();
        openLow = in.getDouble();
        openHigh = in.getDouble();
        openScore = in.getDouble();
        openSamples = in.getInt();
        calmSamples = in.getInt();
        openSince = in.getLong();
    }
}
