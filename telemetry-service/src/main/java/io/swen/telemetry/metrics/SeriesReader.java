package io.swen.telemetry.metrics;

import io.swen.telemetry.support.TimeSpan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads series and their samples. */
public interface SeriesReader {

    /** The series that a selector means, in the order of their ids, no more than {@code limit}. */
    List<Series> select(SeriesSelector selector, int limit);

    Optional<Series> find(long id);

    /**
     * The values of some series over steps that are aligned to 1970-01-01T00:00Z, in the order of time; a step without a sample
     * has no point. The first step may begin before the span.
     *
     * @param step whole seconds
     */
    Map<Long, List<Point>> read(Collection<Long> series, TimeSpan span, Duration step, Aggregation aggregation);

    /** The newest samples of those series that have any. */
    Map<Long, Latest> latest(Collection<Long> series);
}
