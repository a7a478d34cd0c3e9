package io.swen.telemetry.metrics;

import io.swen.telemetry.metrics.QueryController.Answer;
import io.swen.telemetry.metrics.QueryController.Gap;
import io.swen.telemetry.metrics.QueryController.GapReason;
import io.swen.telemetry.metrics.QueryController.Newest;
import io.swen.telemetry.metrics.QueryController.Row;
import io.swen.telemetry.metrics.StoredSeries.Resolution;
import io.swen.telemetry.support.TimeSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers range queries; a step without a value is a gap that says why it is there. */
@Component
class RangeQueries {

    private final StoredSeries stored;
    private final SampleProperties properties;
    private final MetricsProperties metricsProperties;
    private final Clock clock;

    RangeQueries(StoredSeries stored, SampleProperties properties, MetricsProperties metricsProperties, Clock clock) {
        this.stored = stored;
        this.properties = properties;
        this.metricsProperties = metricsProperties;
        this.clock = clock;
    }

    /** One line of the answer while it is put together. */
    private static final class Line {

        private final Series like;
        private final SortedMap<String, String> labels;
        private final List<Series> members = new ArrayList<>();
        private final double[] values;
        private final int[] counts;

        Line(Series like, SortedMap<String, String> labels, int points) {
            this.like = like;
            this.labels = labels;
            this.values = new double[points];
            this.counts = new int[points];
            Arrays.fill(values, Double.NaN);
        }

        void take(int at, double value, Aggregation together) {
            double before = values[at];
            values[at] = counts[at]++ == 0
                    ? value
                    : switch (together) {
                        case AVG, SUM -> before + value;
                        case MIN -> Math.min(before, value);
                        case MAX -> Math.max(before, value);
                        case COUNT, LAST -> value;
                    };
        }

        void finish(Aggregation together) {
            for (int i = 0; i < values.length; i++) {
                if (counts[i] > 0 && together == Aggregation.AVG) {
                    values[i] /= counts[i];
                } else if (counts[i] > 0 && together == Aggregation.COUNT) {
                    values[i] = counts[i];
                }
            }
        }

        /** What lines are ranked by; a line without a value comes last. */
        double rank(Aggregation by) {
            double[] present =
                    Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
            if (present.length == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            return switch (by) {
                case AVG -> Arrays.stream(present).average().orElse(0);
                case MIN -> Arrays.stream(present).min().orElse(0);
                case MAX -> Arrays.stream(present).max().orElse(0);
                case SUM -> Arrays.stream(present).sum();
                case COUNT -> present.length;
                case LAST -> present[present.length - 1];
            };
        }
    }

    Answer answer(RangeQuery query) {
        boolean ranked = query.top() != null || query.across() != null;
        int most = ranked ? RangeQuery.MOST_READ : RangeQuery.MOST_SHOWN;
        List<Series> found = stored.select(query.selector(), query.matchers(), most + 1);
        boolean truncated = found.size() > most;
        List<Series> read = truncated ? found.subList(0, most) : found;
        List<Line> lines = lines(query, read);
        if (query.top() != null) {
            lines = lines.stream()
                    .sorted(Comparator.comparingDouble((Line line) -> line.rank(query.topBy()))
                            .reversed())
                    .limit(query.top())
                    .toList();
        } else if (lines.size() > RangeQuery.MOST_SHOWN) {
            truncated = true;
            lines = lines.subList(0, RangeQuery.MOST_SHOWN);
        }
        Map<Long, Latest> latest = stored.latest(lines.stream()
                .flatMap(line -> line.members.stream())
                .map(Series::id)
                .toList());
        Instant first = Instant.ofEpochSecond(query.first() * query.step().toSeconds());
        return new Answer(
                first,
                first.plus(query.step().multipliedBy(query.points())),
                query.step(),
                query.resolution(),
                query.aggregation(),
                query.across(),
                truncated,
                lines.stream().map(line -> row(line, query, first, latest)).toList());
    }

    private List<Line> lines(RangeQuery query, List<Series> series) {
        int points = query.points();
        long first = query.first();
        Aggregation together = query.across();
        Map<List<String>, Line> groups = new LinkedHashMap<>();
        Map<Long, Line> byId = new HashMap<>();
        for (Series one : series) {
            Line line;
            if (together == null) {
                line = groups.computeIfAbsent(
                        List.of(Long.toString(one.id())), key -> new Line(one, one.labels(), points));
            } else {
                SortedMap<String, String> labels = new TreeMap<>();
                List<String> key = new ArrayList<>();
                // Values of different units are never put together.
                key.add(one.unit());
                for (String label : query.groupBy()) {
                    String value = label(one, label);
                    key.add(value);
                    labels.put(label, value);
                }
                line = groups.computeIfAbsent(key, k -> new Line(one, labels, points));
            }
            line.members.add(one);
            byId.put(one.id(), line);
        }
        Instant start = Instant.ofEpochSecond(first * query.step().toSeconds());
        stored.bins(
                byId.keySet(),
                new TimeSpan(start, start.plus(query.step().multipliedBy(points))),
                query.step(),
                query.aggregation(),
                (id, bin, value) -> {
                    Line line = byId.get(id);
                    if (line != null) {
                        line.take((int) (bin - first), value, together == null ? Aggregation.LAST : together);
                    }
                });
        if (together != null) {
            groups.values().forEach(line -> line.finish(together));
        }
        return List.copyOf(groups.values());
    }

    private static String label(Series series, String label) {
        String value = switch (label) {
            case "name" -> series.name();
            case "team" -> series.team();
            case "environment" -> series.environment();
            default -> series.labels().get(label);
        };
        return value == null ? "" : value;
    }

    private Row row(Line line, RangeQuery query, Instant first, Map<Long, Latest> latest) {
        Latest newest = line.members.stream()
                .map(series -> latest.get(series.id()))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Latest::time))
                .orElse(null);
        List<@Nullable Double> values = new ArrayList<>(line.values.length);
        for (double value : line.values) {
            values.add(Double.isNaN(value) ? null : value);
        }
        boolean alone = query.across() == null;
        return new Row(
                common(line, Series::name),
                line.like.unit(),
                common(line, Series::team),
                common(line, Series::environment),
                line.labels,
                line.members.size(),
                alone && line.members.size() == 1
                        ? "metric/" + line.members.getFirst().id()
                        : null,
                line.members.stream().anyMatch(Series::simulated),
                newest == null || newest.stale(),
                newest == null ? null : new Newest(newest.time(), alone ? newest.value() : null, newest.receivedAt()),
                values,
                gaps(line, query.step(), first, kept(query.resolution()), newest));
    }

    private static @Nullable String common(Line line, java.util.function.Function<Series, @Nullable String> part) {
        String first = part.apply(line.like);
        return line.members.stream().allMatch(series -> Objects.equals(part.apply(series), first)) ? first : null;
    }

    private Instant kept(Resolution resolution) {
        Duration retention = switch (resolution) {
            case SAMPLE -> metricsProperties.retention();
            case MINUTE -> properties.minutes();
            case HOUR -> properties.hours();
            case DAY -> properties.days();
        };
        return clock.instant().minus(retention);
    }

    private static List<Gap> gaps(Line line, Duration step, Instant first, Instant kept, @Nullable Latest newest) {
        List<Gap> gaps = new ArrayList<>();
        GapReason open = null;
        Instant from = first;
        for (int i = 0; i <= line.values.length; i++) {
            Instant at = first.plus(step.multipliedBy(i));
            GapReason reason = i < line.values.length && Double.isNaN(line.values[i])
                    ? reason(at, at.plus(step), kept, newest)
                    : null;
            if (reason != open) {
                if (open != null) {
                    gaps.add(new Gap(from, at, open));
                }
                open = reason;
                from = at;
            }
        }
        return gaps;
    }

    private static GapReason reason(Instant from, Instant to, Instant kept, @Nullable Latest newest) {
        if (!to.isAfter(kept)) {
            return GapReason.NOT_KEPT;
        }
        return newest == null || from.isAfter(newest.time()) ? GapReason.AFTER_LAST_SAMPLE : GapReason.NO_SAMPLE;
    }
}
