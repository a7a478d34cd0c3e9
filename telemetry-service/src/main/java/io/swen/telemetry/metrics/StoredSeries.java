package io.swen.telemetry.metrics;

import io.swen.telemetry.support.TimeSpan;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the series of instances. */
@Component
class StoredSeries implements SeriesReader {

    private static final String SELECT =
            "select s.id, s.name, s.unit, i.team, i.environment, i.simulated, i.provider, i.region, i.zone, i.instance_id,"
                    + " i.instance_type, i.workload from metric_series s join instance i on i.id = s.instance";
    private static final List<String> LABELS =
            List.of("provider", "region", "zone", "instance_id", "instance_type", "workload");
    private static final int FIRST_LABEL = 7;

    private final JdbcTemplate jdbc;
    private final Duration staleAfter;
    private final InstantSource wall = InstantSource.system();

    StoredSeries(JdbcTemplate jdbc, MetricsProperties properties) {
        this.jdbc = jdbc;
        this.staleAfter = properties.staleAfter();
    }

    @Override
    public List<Series> select(SeriesSelector selector, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append(" where true");
        List<Object> parameters = new ArrayList<>();
        if (selector.name() != null) {
            sql.append(" and s.name = ?");
            parameters.add(selector.name());
        }
        for (Map.Entry<String, String> label : selector.labels().entrySet()) {
            if (!LABELS.contains(label.getKey())) {
                return List.of();
            }
            sql.append(" and i.").append(label.getKey()).append(" = ?");
            parameters.add(label.getValue());
        }
        if (selector.teams() != null) {
            sql.append(" and i.team = any (?)");
            parameters.add(selector.teams().toArray(String[]::new));
        }
        if (selector.environments() != null) {
            sql.append(" and i.environment = any (?)");
            parameters.add(selector.environments().toArray(String[]::new));
        }
        sql.append(" order by s.id limit ?");
        parameters.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> series(row), parameters.toArray());
    }

    @Override
    public Optional<Series> find(long id) {
        return jdbc.query(SELECT + " where s.id = ?", (row, index) -> series(row), id).stream()
                .findFirst();
    }

    @Override
    public Map<Long, List<Point>> read(Collection<Long> series, TimeSpan span, Duration step, Aggregation aggregation) {
        String value = switch (aggregation) {
            case AVG -> "avg(value)";
            case MIN -> "min(value)";
            case MAX -> "max(value)";
            case SUM -> "sum(value)";
            case COUNT -> "count(*)::float8";
            case LAST -> "(array_agg(value order by time desc))[1]";
        };
        Map<Long, List<Point>> points = new HashMap<>();
        jdbc.query(
                "select series, date_bin(make_interval(secs => ?), time, timestamptz '1970-01-01 00:00:00+00') as bin, "
                        + value
                        + " from metric_sample where series = any (?) and time >= ? and time < ? group by 1, 2 order by 1, 2",
                row -> {
                    points.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new Point(row.getTimestamp(2).toInstant(), row.getDouble(3)));
                },
                (double) step.toSeconds(),
                series.toArray(Long[]::new),
                Timestamp.from(span.from()),
                Timestamp.from(span.to()));
        return points;
    }

    @Override
    public Map<Long, Latest> latest(Collection<Long> series) {
        Instant bound = wall.instant().minus(staleAfter);
        Map<Long, Latest> latest = new HashMap<>();
        jdbc.query(
                "select id, last_time, last_value, received_at, received_wall from metric_series where id = any (?)"
                        + " and last_time is not null",
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

    private static Series series(ResultSet row) throws SQLException {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < LABELS.size(); i++) {
            @Nullable String value = row.getString(FIRST_LABEL + i);
            if (value != null) {
                labels.put(LABELS.get(i), value);
            }
        }
        return new Series(
                row.getLong(1),
                String.valueOf(row.getString(2)),
                String.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                labels,
                row.getBoolean(6));
    }
}
