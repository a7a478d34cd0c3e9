package io.swen.telemetry.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.StoredSeries.Resolution;
import io.swen.telemetry.support.TimeSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Any series over time. */
@RestController
class QueryController {

    private static final Duration DEFAULT_SPAN = Duration.ofHours(1);

    private final RangeQueries queries;
    private final Clock clock;

    QueryController(RangeQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /** Why a step has no value. */
    enum GapReason {
        /** Nothing was measured. */
        NO_SAMPLE,
        /** Nothing newer came; {@code stale} says whether it should have. */
        AFTER_LAST_SAMPLE,
        /** It is older than what is kept in this resolution. */
        NOT_KEPT
    }

    /** Steps in a row without a value. */
    record Gap(Instant from, Instant to, GapReason reason) {}

    /**
     * The newest sample.
     *
     * @param value null where several series are put together
     */
    record Newest(Instant time, @Nullable Double value, Instant receivedAt) {}

    /**
     * A series, or several put together.
     *
     * @param seriesCount how many series it is made of
     * @param forecastSeries the name under which it is foreseen by {@code GET /api/v1/forecasts}; null where several series are put
     *     together
     * @param stale whether nothing came for longer than the bound
     * @param values one for each step, null in a gap
     */
    record Row(
            @Nullable String name,
            String unit,
            @Nullable String team,
            @Nullable String environment,
            SortedMap<String, String> labels,
            int seriesCount,
            @Nullable String forecastSeries,
            boolean simulated,
            boolean stale,
            @Nullable Newest latest,
            List<@Nullable Double> values,
            List<Gap> gaps) {

        Row {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            values = Collections.unmodifiableList(new ArrayList<>(values));
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * An answer to a range query; step {@code i} begins at {@code from + i · step}.
     *
     * @param resolution what the values were computed from
     * @param truncated whether there are more series than were read or shown
     */
    record Answer(
            Instant from,
            Instant to,
            Duration step,
            Resolution resolution,
            Aggregation aggregation,
            @Nullable Aggregation across,
            boolean truncated,
            @JsonProperty("series") List<Row> rows) {

        Answer {
            rows = List.copyOf(rows);
        }
    }

    @Operation(
            summary = "Values of any series over time, aligned to the step",
            description =
                    "Series are chosen by name and labels (label=value, label!=value, label^=beginning; repeatable) and put"
                            + " together with across and group_by. At most max_points values a series and 100 series; at most"
                            + " 1,000 series are read where they are put together or ranked with top.")
    @GetMapping(path = "/api/v1/metrics/query", produces = "application/json")
    Answer query(
            @RequestParam(name = "name", required = false) @Nullable String name,
            @RequestParam(name = "label", required = false) @Nullable List<String> label,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "step", required = false)
                    @Parameter(schema = @Schema(type = "string", example = "PT1M"))
                    @Nullable
                    Duration step,
            @RequestParam(name = "max_points", required = false)
                    @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @Nullable
                    Integer maxPoints,
            @RequestParam(name = "aggregation", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"avg", "min", "max", "sum", "count", "last"}))
                    @Nullable
                    String aggregation,
            @RequestParam(name = "across", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"avg", "min", "max", "sum", "count"}))
                    @Nullable
                    String across,
            @RequestParam(name = "group_by", required = false) @Nullable List<String> groupBy,
            @RequestParam(name = "top", required = false)
                    @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100"))
                    @Nullable
                    Integer top,
            @RequestParam(name = "top_by", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"avg", "min", "max", "sum", "count", "last"}))
                    @Nullable
                    String topBy) {
        TimeSpan span = TimeSpan.of(from, to, clock.instant(), DEFAULT_SPAN);
        return queries.answer(
                new RangeQuery.Asked(name, label, span, step, maxPoints, aggregation, across, groupBy, top, topBy)
                        .checked(Actor.current()));
    }
}
