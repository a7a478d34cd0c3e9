package io.swen.telemetry.metrics;

import io.swen.telemetry.cloud.InstanceMetric;
import io.swen.telemetry.metrics.RunningInstances.Latest;
import io.swen.telemetry.support.BulkCopy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores series and their samples. */
@Component
class SampleStore {

    /** A series with the time of its newest stored sample. */
    record Series(
            long id,
            long instance,
            String name,
            String unit,
            @Nullable Instant lastTime) {}

    /** The mean of a series over a step. */
    record Mean(long series, Instant step, double value) {}

    private final JdbcTemplate jdbc;
    private final BulkCopy copy;
    private final Duration staleAfter;
    private final InstantSource wall = InstantSource.system();

    SampleStore(JdbcTemplate jdbc, BulkCopy copy, MetricsProperties properties) {
        this.jdbc = jdbc;
        this.copy = copy;
        this.staleAfter = properties.staleAfter();
    }

    /** The series of some instances, made where they are missing. */
    @Transactional
    public List<Series> ensure(List<Long> instances) {
        List<Object[]> rows = new ArrayList<>();
        for (long instance : instances) {
            for (InstanceMetric metric : InstanceMetric.values()) {
                rows.add(new Object[] {instance, metric.id(), metric.unit()});
            }
        }
        List<Series> known = series(instances);
        if (known.size() == rows.size()) {
            return known;
        }
        jdbc.batchUpdate(
                "insert into metric_series (instance, name, unit) values (?, ?, ?) on conflict do nothing", rows);
        return series(instances);
    }

    List<Series> series(List<Long> instances) {
        return jdbc.query(
                "select id, instance, name, unit, last_time from metric_series where instance = any (?) order by id",
                (row, index) -> {
                    Timestamp last = row.getTimestamp(5);
                    return new Series(
                            row.getLong(1),
                            row.getLong(2),
                            String.valueOf(row.getString(3)),
                            String.valueOf(row.getString(4)),
                            last == null ? null : last.toInstant());
                },
                (Object) instances.toArray(Long[]::new));
    }

    /** Writes samples and moves each series' newest value on, both or neither; what is not newer is left out. Returns what was written. */
    @Transactional
    public List<Sample> write(List<Sample> samples, Instant receivedAt) {
        Map<Long, Instant> last = new HashMap<>();
        jdbc.query(
                "select id, last_time from metric_series where id = any (?) for update",
                row -> {
                    Timestamp time = row.getTimestamp(2);
                    last.put(row.getLong(1), time == null ? Instant.MIN : time.toInstant());
                },
                (Object) samples.stream().map(Sample::series).distinct().toArray(Long[]::new));
        List<Sample> fresh = samples.stream()
                .filter(s -> s.time().isAfter(last.getOrDefault(s.series(), Instant.MAX)))
                .toList();
        copy.in(
                "metric_sample",
                "time, series, value",
                rows -> fresh.forEach(s -> rows.add(s.time(), s.series(), s.value())));
        Map<Long, Sample> newest = new HashMap<>();
        fresh.forEach(s -> newest.merge(s.series(), s, (a, b) -> a.time().isAfter(b.time()) ? a : b));
        Timestamp received = Timestamp.from(receivedAt);
        Timestamp receivedWall = Timestamp.from(wall.instant());
        jdbc.batchUpdate(
                "update metric_series set last_time = ?, last_value = ?, received_at = ?, received_wall = ? where id = ?",
                newest.values().stream()
                        .map(s ->
                                new Object[] {Timestamp.from(s.time()), s.value(), received, receivedWall, s.series()})
                        .toList());
        return fresh;
    }

    List<Latest> latest(List<Long> instances) {
        Instant bound = wall.instant().minus(staleAfter);
        return jdbc.query(
                "select instance, name, unit, last_value, last_time, received_at, received_wall from metric_series"
                        + " where instance = any (?) and last_time is not null order by instance, name",
                (row, index) -> new Latest(
                        row.getLong(1),
                        String.valueOf(row.getString(2)),
                        String.valueOf(row.getString(3)),
                        row.getDouble(4),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6).toInstant(),
                        row.getTimestamp(7).toInstant().isBefore(bound)),
                (Object) instances.toArray(Long[]::new));
    }

    /** The means of some series over steps that are aligned to the epoch. */
    List<Mean> means(List<Long> series, Instant from, Instant to, Duration step) {
        return jdbc.query(
                "select series, date_bin(make_interval(secs => ?), time, timestamptz '1970-01-01 00:00:00+00') as bin,"
                        + " avg(value) from metric_sample where series = any (?) and time >= ? and time < ?"
                        + " group by 1, 2 order by 1, 2",
                (row, index) -> new Mean(row.getLong(1), row.getTimestamp(2).toInstant(), row.getDouble(3)),
                (double) step.toSeconds(),
                series.toArray(Long[]::new),
                Timestamp.from(from),
                Timestamp.from(to));
    }
}
