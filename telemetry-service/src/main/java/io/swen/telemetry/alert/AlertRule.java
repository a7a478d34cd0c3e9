package io.swen.telemetry.alert;

import io.swen.telemetry.metrics.Aggregation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it stands in a file.
 *
 * @param summary what a person reads; {@code {label}} stands for a label's value
 * @param hold how long the cause has to last before the alert fires
 * @param keepFiring how long the alert goes on firing after its cause was last seen
 * @param labels added to those of what is wrong
 * @param origin the file it was read from
 */
record AlertRule(
        String name,
        Severity severity,
        String summary,
        Duration hold,
        Duration keepFiring,
        Map<String, String> labels,
        Condition condition,
        String origin) {

    AlertRule {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** What a rule watches for. */
    sealed interface Condition {

        /** The name of its kind in files. */
        String kind();
    }

    /** Series by name and labels; a label's value may end in an asterisk. */
    record Selection(String metric, Map<String, String> match) {

        Selection {
            match = Collections.unmodifiableMap(new TreeMap<>(match));
        }
    }

    /** A series whose aggregate over the window is beyond a bound. */
    record Threshold(Selection series, Aggregation aggregation, Duration window, Comparison comparison, double bound)
            implements Condition {

        @Override
        public String kind() {
            return "threshold";
        }
    }

    /** How a value is compared with a bound. */
    enum Comparison {
        ABOVE,
        BELOW;

        boolean holds(double value, double bound) {
            return switch (this) {
                case ABOVE -> value > bound;
                case BELOW -> value < bound;
            };
        }
    }

    /**
     * A detector found an anomaly.
     *
     * @param metric null for all
     * @param kinds empty for all
     */
    record Anomaly(@Nullable String metric, Map<String, String> match, double minScore, Set<String> kinds)
            implements Condition {

        Anomaly {
            match = Collections.unmodifiableMap(new TreeMap<>(match));
            kinds = Set.copyOf(kinds);
        }

        @Override
        public String kind() {
            return "anomaly";
        }
    }

    /**
     * A series that brought samples lately and does no more, or one that there has to be and is not.
     *
     * @param after how old its newest sample is then
     * @param within what is older than this is taken for gone on purpose
     * @param required whether it is wrong that no series matches at all
     */
    record Absence(Selection series, Duration after, Duration within, boolean required) implements Condition {

        @Override
        public String kind() {
            return "absence";
        }
    }

    /**
     * A provider, a region of one, or what runs there is not observed at the moment.
     *
     * @param feeds which of what is asked there counts
     */
    record Staleness(Subject of, @Nullable String provider, Set<String> feeds) implements Condition {

        Staleness {
            feeds = Set.copyOf(feeds);
        }

        /** What the alerts are about. */
        enum Subject {
            PROVIDER,
            REGION,
            INSTANCE
        }

        @Override
        public String kind() {
            return "staleness";
        }
    }

    /**
     * A budget of this month that passed a threshold.
     *
     * @param kinds {@code spent} and {@code forecast}; empty for both
     */
    record Budget(double minPercent, double belowPercent, Set<String> kinds) implements Condition {

        Budget {
            kinds = Set.copyOf(kinds);
        }

        @Override
        public String kind() {
            return "budget";
        }
    }

    /**
     * An objective whose error budget is being spent too fast, over a long and a short window at once.
     *
     * @param objective the share of good events that is promised, in percent
     * @param by the labels that tell one service from another
     */
    record Slo(Selection good, Selection total, double objective, List<String> by) implements Condition {

        Slo {
            by = List.copyOf(by);
        }

        @Override
        public String kind() {
            return "slo";
        }

        /**
         * When a budget of 30 days is being spent too fast, by the Google SRE workbook, chapter 5, table 5-8: 2 % of it within an
         * hour, 5 % within six hours, 10 % within three days; the short window, a twelfth of the long one, says that it goes on.
         */
        enum Burn {
            FAST(Duration.ofHours(1), Duration.ofMinutes(5), 14.4, Severity.CRITICAL),
            STEADY(Duration.ofHours(6), Duration.ofMinutes(30), 6, Severity.CRITICAL),
            SLOW(Duration.ofDays(3), Duration.ofHours(6), 1, Severity.WARNING);

            private final Duration longWindow;
            private final Duration shortWindow;
            private final double rate;
            private final Severity severity;

            Burn(Duration longWindow, Duration shortWindow, double rate, Severity severity) {
                this.longWindow = longWindow;
                this.shortWindow = shortWindow;
                this.rate = rate;
                this.severity = severity;
            }

            Duration longWindow() {
                return longWindow;
            }

            Duration shortWindow() {
                return shortWindow;
            }

            /** How many times as fast as the objective allows. */
            double rate() {
                return rate;
            }

            Severity severity() {
                return severity;
            }
        }
    }
}
