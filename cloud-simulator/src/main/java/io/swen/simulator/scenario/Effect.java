package io.swen.simulator.scenario;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happens during a scenario; times count from its start. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Effect.Price.class, name = "price"),
    @JsonSubTypes.Type(value = Effect.NoCapacity.class, name = "no_capacity"),
    @JsonSubTypes.Type(value = Effect.Replay.class, name = "replay"),
    @JsonSubTypes.Type(value = Effect.Outage.class, name = "outage"),
    @JsonSubTypes.Type(value = Effect.Silence.class, name = "silence"),
    @JsonSubTypes.Type(value = Effect.Load.class, name = "load"),
    @JsonSubTypes.Type(value = Effect.Launches.class, name = "launches")
})
sealed interface Effect {

    /** The name in files and in the truth. */
    String kind();

    Target target();

    Duration from();

    /** Null for the end of the scenario. */
    @Nullable
    Duration to();

    /** How much later than said it may begin and end, drawn from the seed; null for not at all. */
    @Nullable
    Duration jitter();

    /** Spot prices are multiplied by a factor; they never pass on-demand. */
    record Price(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            double factor) implements Effect {

        public Price {
            if (!(factor > 0 && factor <= 100)) {
                throw new IllegalArgumentException("factor is " + factor + ", allowed: above 0, at most 100");
            }
        }

        @Override
        public String kind() {
            return "price";
        }
    }

    /** Spot instances are taken back, and there are no new ones. */
    record NoCapacity(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter) implements Effect {

        @Override
        public String kind() {
            return "no_capacity";
        }
    }

    /**
     * The same wherever a recorded trace had no capacity.
     *
     * @param trace its name in spot-traces.txt
     * @param tick of ten minutes, at which the scenario begins
     * @param drift ticks, up to which the seed moves the beginning
     */
    record Replay(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            String trace,
            int tick,
            int drift)
            implements Effect {

        @Override
        public String kind() {
            return "replay";
        }
    }

    /** Every call to the region fails. */
    record Outage(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            String error) implements Effect {

        public Outage {
            if (target.region() == null) {
                throw new IllegalArgumentException("an outage strikes a region");
            }
        }

        @Override
        public String kind() {
            return "outage";
        }
    }

    /**
     * Instances run, but nothing is published of them.
     *
     * @param share of the instances, 0 to 1, drawn from the seed
     */
    record Silence(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            double share) implements Effect {

        @Override
        public String kind() {
            return "silence";
        }
    }

    /**
     * CPU utilisation is what is said rather than the instance's own.
     *
     * @param low per cent
     * @param high per cent; reached in the middle of each period
     * @param period of a wave between both; null for a rise from low to high over the first tenth, and high from then on
     */
    record Load(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            double low,
            double high,
            @Nullable Duration period)
            implements Effect {

        public Load {
            if (!(low >= 0 && low <= high && high <= 100)) {
                throw new IllegalArgumentException("low and high are per cent: " + low + ", " + high);
            }
        }

        @Override
        public String kind() {
            return "load";
        }
    }

    /**
     * On-demand instances are started again and again.
     *
     * @param count each time
     * @param every how long after the time before
     * @param lifetime after which they end by themselves; null for never
     */
    record Launches(
            Target target,
            Duration from,
            @Nullable Duration to,
            @Nullable Duration jitter,
            String instanceType,
            int count,
            Duration every,
            @Nullable Duration lifetime,
            Map<String, String> tags)
            implements Effect {

        public Launches {
            if (count < 1 || count > 50 || every.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("1 to 50 instances at a time, at most once a minute");
            }
            if (target.region() == null || target.zone() == null) {
                throw new IllegalArgumentException("launches have a region and a zone");
            }
            tags = Map.copyOf(tags);
        }

        @Override
        public String kind() {
            return "launches";
        }
    }
}
