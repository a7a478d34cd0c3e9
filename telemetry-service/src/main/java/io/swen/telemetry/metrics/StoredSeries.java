package io.swen.telemetry.metrics;

import io.swen.telemetry.support.TimeSpan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads series, from the coarsest roll-up that has the answer. */
@Component
class StoredSeries implements SeriesReader {

    private static final int ROWS_AT_ONCE = 5_000;

    /** What a step is computed from. */
    enum Resolution {
        SAMPLE("metric_sample", Duration.ZERO),
        MINUTE("metric_1m", Duration.ofMinutes(1)),
        HOUR("metric_1h", Duration.ofHours(1)),
        DAY("metric_1d", Duration.ofDays(1));

        private final String table;
        private final Duration width;

        Resolution(String table, Duration width) {
            this.table = table;
            this.width = width;
        }

        Duration width() {
            return width;
        }

        /** The coarsest one that a step is made of. */
        static Resolution of(Duration step) {
            for (Resolution resolution : List.of(DAY, HOUR, MINUTE)) {
                if (step.toSeconds() % resolution.width.toSeconds() == 0) {
                    return resolution;
                }
            }
            return SAMPLE;
        }

        private String value(Aggregation aggregation) {
            if (this == SAMPLE) {
                return switch (aggregation) {
                    case AVG -> "avg(value)";
                    case MIN -> "min(value)";
                    case MAX -> "max(value)";
                    case SUM -> "sum(value)";
                    case COUNT -> "count(*)::float8";
                    case LAST -> "(array_agg(value order by time desc))[1]";
                };
            }
            return switch (aggregation) {
                case AVG -> "sum(sum) / sum(count)";
                case MIN -> "min(min)";
                case MAX -> "max(max)";
                case SUM -> "sum(sum)";
                case COUNT -> "sum(count)::float8";
                case LAST -> "(array_agg(last order by last_time desc))[1]";
            };
        }
    }

    /** Takes a value of a step; {@code bin} is the number of the step since 1970. */
    interface Bins {

        void value(long series, long bin, double value);
    }

    /** A series of an instance of this service's number. */
    record OfInstance(long instance, Series series) {}

    private final JdbcTemplate jdbc;
    private final SeriesRegistry registry;
    private final Duration staleAfter;
    private final InstantSource wall = InstantSource.system();

    StoredSeries(JdbcTemplate jdbc, SeriesRegistry registry, MetricsProperties properties) {
        this.jdbc = jdbc;
        this.registry = registry;
        this.staleAfter = properties.staleAfter();
    }

    @Override
    public List<Series> select(SeriesSelector selector, int limit) {
        return select(selector, List.of(), limit);
    }

    /** The series that a selector and further conditions on labels mean. */
    List<Series> select(SeriesSelector selector, List<LabelMatcher> matchers, int limit) {
        StringBuilder sql = new StringBuilder("select " + SeriesRegistry.COLUMNS + " from metric_series s where true");
        List<Object> parameters = new ArrayList<>();
        if (selector.name() != null) {
            sql.append(" and s.name = ?");
            parameters.add(selector.name());
        }
        if (!selector.labels().isEmpty()) {
            sql.append(" and s.labels @> ?::jsonb");
            parameters.add(registry.json(selector.labels()));
        }
        for (LabelMatcher matcher : matchers) {
            matcher.addTo(sql, parameters);
        }
        if (selector.teams() != null) {
            sql.append(" and s.team = any (?)");
            parameters.add(selector.teams().toArray(String[]::new));
        }
        if (selector.environments() != null) {
            sql.append(" and s.environment = any (?)");
            parameters.add(selector.environments().toArray(String[]::new));
        }
        sql.append(" order by s.id limit ?");
        parameters.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> registry.series(row), parameters.toArray());
    }

    @Override
    public Optional<Series> find(long id) {
        return jdbc
                .query(
                        "select " + SeriesRegistry.COLUMNS + " from metric_series s where s.id = ?",
                        (row, index) -> registry.series(row),
                        id)
                .stream()
                .findFirst();
    }

    List<OfInstance> of(List<Long> instances) {
        return jdbc.query(
                "select " + SeriesRegistry.COLUMNS
                        + ", s.instance from metric_series s where s.instance = any (?) order by s.id",
                (row, index) -> new OfInstance(row.getLong(8), registry.series(row)),
                (Object) instances.toArray(Long[]::new));
    }

    @Override
    public Map<Long, List<Point>> read(Collection<Long> series, TimeSpan span, Duration step, Aggregation aggregation) {
        Map<Long, List<Point>> points = new HashMap<>();
        long seconds = step.toSeconds();
        bins(
                series,
                span,
                step,
                aggregation,
                (id, bin, value) -> points.computeIfAbsent(id, of -> new ArrayList<>())
                        .add(new Point(Instant.ofEpochSecond(bin * seconds), value)));
        return points;
    }

    /** The values of steps in the order of series and time. */
    void bins(Collection<Long> series, TimeSpan span, Duration step, Aggregation aggregation, Bins bins) {
        if (series.isEmpty()) {
            return;
        }
        Resolution resolution = Resolution.of(step);
        String sql = "select series, floor(extract(epoch from time) / ?)::bigint as bin, "
                + resolution.value(aggregation) + " from " + resolution.table
                + " where series = any (?) and time >= ? and time < ? group by 1, 2 order by 1, 2";
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    statement.setFetchSize(ROWS_AT_ONCE);
                    statement.setDouble(1, step.toSeconds());
                    statement.setArray(2, connection.createArrayOf("bigint", series.toArray()));
                    statement.setTimestamp(3, Timestamp.from(span.from()));
                    statement.setTimestamp(4, Timestamp.from(span.to()));
                    return statement;
                },
                (ResultSet row) -> bins.value(row.getLong(1), row.getLong(2), row.getDouble(3)));
    }

    @Override
    public Map<Long, Latest> latest(Collection<Long> series) {
        Instant bound = wall.instant().minus(staleAfter);
        Map<Long, Latest> latest = new HashMap<>();
        jdbc.query(
                "select series, time, value, received_at, received_wall from metric_latest where series = any (?)",
                row -> {
                    latest.put(
                            row.getLong(1),
                            new Latest(
                                    row.getTimestamp(2).toInstant(),
                                    row.getDouble(3),
                                    row.getTimestamp(4).toInstant(),
                                    row.getTimestamp(5).toInstant().isBefore(bound)));
                },
                (Object) series.toArray(Long[]::new));
        return latest;
    }

    /** The newest values of some instances. */
    List<RunningInstances.Latest> latestOf(List<Long> instances) {
        Instant bound = wall.instant().minus(staleAfter);
        return jdbc.query(
                "select s.instance, s.name, s.unit, l.value, l.time, l.received_at, l.received_wall from metric_series s"
                        + " join metric_latest l on l.series = s.id where s.instance = any (?) order by s.instance, s.name",
                (row, index) -> new RunningInstances.Latest(
                        row.getLong(1),
                        String.valueOf(row.getString(2)),
                        String.valueOf(row.getString(3)),
                        row.getDouble(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant(),
                        row.getTimestamp(7).toInstant().isBefore(bound)),
                (Object) instances.toArray(Long[]::new));
    }
}
