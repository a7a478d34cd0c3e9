package io.swen.telemetry.anomaly;

/** What a detector has to tell about its series; most samples have nothing to tell. */
public sealed interface Finding {

    /** Epoch milliseconds. */
    long time();

    /** An anomaly, as it is seen when it begins. */
    sealed interface Seen extends Finding {

        AnomalyKind kind();

        double score();

        /** The value, level or mean that is strange. */
        double observed();

        /** The least that would not have been strange. */
        double low();

        /** The most that would not have been strange. */
        double high();

        /** What a person reads, about a series of this name. */
        String reason(String name);
    }

    /**
     * A value that does not go with the recent level.
     *
     * @param level the smoothed value just before
     */
    record Spike(long time, double score, double observed, double low, double high, double level) implements Seen {

        @Override
        public AnomalyKind kind() {
            return AnomalyKind.SPIKE;
        }

        @Override
        public String reason(String name) {
            return "%s is %s, %s the %s expected while its recent level is %s"
                    .formatted(name, Text.of(observed), Text.side(this), Text.band(this), Text.of(level));
        }
    }

    /**
     * A level that was not seen before.
     *
     * @param samples over about how many samples the level is taken
     * @param lasting whether it was a spike that did not go away
     */
    record LevelShift(long time, double score, double observed, double low, double high, int samples, boolean lasting)
            implements Seen {

        @Override
        public AnomalyKind kind() {
            return AnomalyKind.LEVEL_SHIFT;
        }

        @Override
        public String reason(String name) {
            return lasting
                    ? "%s went to %s, %s the expected %s, and has stayed there for %d samples"
                            .formatted(name, Text.of(observed), Text.side(this), Text.band(this), samples)
                    : "the level of %s over about %d samples is %s, %s the expected %s"
                            .formatted(name, samples, Text.of(observed), Text.side(this), Text.band(this));
        }
    }

    /**
     * A value that does not change any more.
     *
     * @param run how many times in a row it was seen
     * @param repeats which part of the samples before had the value of the one before them
     */
    record FlatLine(long time, double score, double observed, int run, double repeats) implements Seen {

        @Override
        public AnomalyKind kind() {
            return AnomalyKind.FLAT_LINE;
        }

        @Override
        public double low() {
            return observed;
        }

        @Override
        public double high() {
            return observed;
        }

        @Override
        public String reason(String name) {
            return "%s has been exactly %s for %d samples; before, %s of the samples had the value of the one before them"
                    .formatted(name, Text.of(observed), run, Text.percent(repeats));
        }
    }

    /**
     * A mean of an hour that is unlike the same hour on earlier days.
     *
     * @param hour of the day, UTC
     * @param expected the mean of the same hours
     * @param days how many hours it was learned from
     */
    record Unseasonal(
            long time,
            double score,
            double observed,
            double low,
            double high,
            int hour,
            boolean weekend,
            double expected,
            int days)
            implements Seen {

        @Override
        public AnomalyKind kind() {
            return AnomalyKind.SEASONAL;
        }

        @Override
        public String reason(String name) {
            return "the mean of %s from %02d:00 to %02d:00 UTC is %s, %s the %s expected at this hour of a %s (usually %s, from %d days)"
                    .formatted(
                            name,
                            hour,
                            (hour + 1) % 24,
                            Text.of(observed),
                            Text.side(this),
                            Text.band(this),
                            weekend ? "weekend day" : "working day",
                            Text.of(expected),
                            days);
        }
    }

    /**
     * A sample that did not come.
     *
     * @param observed seconds since the last one
     * @param high seconds that would not have been strange
     * @param usual seconds from one sample to the next
     */
    record Overdue(long time, double score, double observed, double high, double usual) implements Seen {

        @Override
        public AnomalyKind kind() {
            return AnomalyKind.MISSING_DATA;
        }

        @Override
        public double low() {
            return 0;
        }

        @Override
        public String reason(String name) {
            return "no sample of %s came for %s; one comes about every %s, and gaps of up to %s are usual"
                    .formatted(name, Text.seconds(observed), Text.seconds(usual), Text.seconds(high));
        }
    }

    /** An anomaly that is over. */
    record Over(long time, AnomalyKind kind, Ending ending) implements Finding {}

    /** Why an anomaly is over. */
    enum Ending {
        /** The series does again what was expected. */
        BACK_TO_NORMAL,
        /** It went on for so long that it is what is expected now. */
        NEW_NORMAL,
        /** Nothing is known of the series any more: it was forgotten, or its instance is gone. */
        FORGOTTEN
    }
}
