package io.swen.telemetry.metrics;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds series by what somebody wrote of them. */
interface SeriesLookup {

    /** A series, or why it may not be. */
    record Answer(@Nullable SeriesEntry entry, @Nullable Refusal refusal) {}

    /** The series that was written like this before. */
    @Nullable
    SeriesEntry known(SeriesKey key);

    /**
     * Finds or makes series.
     *
     * @param forbidden says why a caller may not write for a team and an environment
     * @return an answer for each key
     */
    List<Answer> resolve(
            List<SeriesKey> keys, BiFunction<@Nullable String, @Nullable String, @Nullable Refusal> forbidden);
}
