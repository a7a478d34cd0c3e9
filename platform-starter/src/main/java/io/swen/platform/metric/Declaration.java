package io.swen.platform.metric;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric as it is documented and registered; docs/observability/metrics.md is made of these.
 *
 * @param id the name as Micrometer knows it
 * @param unit the base unit, such as {@code seconds}; null for none. Timers are in seconds without saying so
 * @param meaning one sentence without a full stop
 * @param tags in the order in which they are shown
 * @param condition when the metric exists at all; null for always
 */
public record Declaration(
        String id,
        Kind kind,
        @Nullable String unit,
        String meaning,
        List<Tag> tags,
        @Nullable String condition) {

    /** What a metric is, as Micrometer has it. */
    public enum Kind {
        COUNTER,
        /** A counter that is read from what counts anyway. */
        READ_COUNTER,
        GAUGE,
        TIMER,
        SUMMARY
    }

    /**
     * A tag.
     *
     * @param values all that it can have; empty where configuration or code elsewhere bounds them
     */
    public record Tag(String key, List<String> values) {
        public Tag {
            values = List.copyOf(values);
        }
    }

    public Declaration {
        if (!id.startsWith("swen.")) {
            throw new IllegalArgumentException("the platform's metrics begin with swen., and this is " + id);
        }
        tags = List.copyOf(tags);
    }

    public static Declaration counter(String id, String meaning) {
        return new Declaration(id, Kind.COUNTER, null, meaning, List.of(), null);
    }

    public static Declaration readCounter(String id, String meaning) {
        return new Declaration(id, Kind.READ_COUNTER, null, meaning, List.of(), null);
    }

    public static Declaration gauge(String id, String meaning) {
        return new Declaration(id, Kind.GAUGE, null, meaning, List.of(), null);
    }

    public static Declaration timer(String id, String meaning) {
        return new Declaration(id, Kind.TIMER, null, meaning, List.of(), null);
    }

    public static Declaration summary(String id, String meaning) {
        return new Declaration(id, Kind.SUMMARY, null, meaning, List.of(), null);
    }

    /** The same in a unit. */
    public Declaration in(String baseUnit) {
        return new Declaration(id, kind, baseUnit, meaning, tags, condition);
    }

    /** The same with another tag: with all its values, or none where they are not known here. */
    public Declaration by(String key, String... values) {
        List<Tag> more = new ArrayList<>(tags);
        more.add(new Tag(key, List.of(values)));
        return new Declaration(id, kind, unit, meaning, more, condition);
    }

    /** The same, where it is not always there. */
    public Declaration where(String when) {
        return new Declaration(id, kind, unit, meaning, tags, when);
    }
}
