package io.swen.telemetry.anomaly;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.anomaly.AnomalyStore.Filter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Anomalies of the series that the caller may see. */
@RestController
class AnomalyController {

    private static final int MOST_LABELS = 10;

    private final AnomalyStore store;

    AnomalyController(AnomalyStore store) {
        this.store = store;
    }

    /**
     * An anomaly.
     *
     * @param series this service's number of the series
     * @param at when it began, domain time
     * @param score how strange it was when it began, from 0 to 1
     * @param observed the value, level, mean of an hour, or seconds of silence
     * @param expectedLow the least that would not have been an anomaly
     * @param reason a sentence that a person reads
     * @param endedAt null while it lasts
     * @param ending {@code back_to_normal}, {@code new_normal} or {@code forgotten}; null while it lasts
     */
    record Anomaly(
            UUID id,
            long series,
            String name,
            String unit,
            SortedMap<String, String> labels,
            @Nullable String team,
            @Nullable String environment,
            AnomalyKind kind,
            Instant at,
            double score,
            double observed,
            double expectedLow,
            double expectedHigh,
            String reason,
            boolean simulated,
            @Nullable Instant endedAt,
            @Nullable String ending) {

        Anomaly {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    @Operation(
            summary = "Lists anomalies, those that were found last first",
            description = "from and to bound the time at which they began, in domain time.")
    @GetMapping(path = "/api/v1/anomalies", produces = "application/json")
    Page<Anomaly> anomalies(
            @RequestParam(name = "series", required = false) @Nullable String series,
            @RequestParam(name = "name", required = false) @Nullable String name,
            @RequestParam(name = "label", required = false)
                    @Parameter(description = "name=value, up to 10 times; all have to match")
                    @Nullable
                    List<String> labels,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "kind", required = false)
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "spike",
                                                "level_shift",
                                                "flat_line",
                                                "missing_data",
                                                "seasonal"
                                            }))
                    @Nullable
                    String kind,
            @RequestParam(name = "open", required = false)
                    @Parameter(description = "true for those that last, false for those that are over")
                    @Nullable
                    Boolean open,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw ProblemException.invalidField("from", from, "before to, " + to);
        }
        List<String> after = Cursors.decode(cursor, 1);
        int size = Cursors.limit(limit);
        Filter filter = new Filter(
                series == null ? null : number(series),
                name,
                labels(labels == null ? List.of() : labels),
                team,
                environment,
                kind(kind),
                open,
                from,
                to);
        return Page.of(
                store.list(filter, Actor.current(), after == null ? null : cursorId(after.getFirst()), size + 1),
                size,
                last -> Cursors.encode(last.id()));
    }

    @Operation(summary = "One anomaly")
    @GetMapping(path = "/api/v1/anomalies/{id}", produces = "application/json")
    Anomaly anomaly(@PathVariable("id") UUID id) {
        return store.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("anomaly", id));
    }

    private static long number(String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw ProblemException.invalidField("series", given, "the number of a series");
        }
    }

    private static Map<String, String> labels(List<String> given) {
        if (given.size() > MOST_LABELS) {
            throw ProblemException.invalidField("label", given.size(), "up to " + MOST_LABELS + " labels");
        }
        Map<String, String> labels = new HashMap<>();
        for (String label : given) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw ProblemException.invalidField("label", label, "name=value, such as region=aws:us-east-1");
            }
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels;
    }

    private static @Nullable AnomalyKind kind(@Nullable String given) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(AnomalyKind.values())
                .filter(kind -> kind.id().equals(given))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidField(
                        "kind",
                        given,
                        "one of "
                                + Arrays.stream(AnomalyKind.values())
                                        .map(AnomalyKind::id)
                                        .collect(Collectors.joining(", "))));
    }

    private static UUID cursorId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
