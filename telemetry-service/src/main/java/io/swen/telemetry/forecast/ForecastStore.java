package io.swen.telemetry.forecast;

import io.swen.telemetry.support.BulkCopy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Forecasts that were made, and how good they were. */
@Repository
class ForecastStore {

    private final JdbcTemplate jdbc;
    private final BulkCopy copy;

    ForecastStore(JdbcTemplate jdbc, BulkCopy copy) {
        this.jdbc = jdbc;
        this.copy = copy;
    }

    record Stored(
            long id,
            String series,
            Instant madeAt,
            String unit,
            Duration step,
            String model,
            @Nullable Duration season,
            double mase,
            Instant endsAt) {}

    record Errors(
            int points,
            double meanAbsolute,
            double naiveAbsolute,
            double covered50,
            double covered80,
            double covered95) {}

    record Measured(Stored forecast, Errors errors) {}

    @Transactional
    public void add(String series, Instant madeAt, String unit, Duration step, Forecast forecast) {
        Duration season = forecast.season();
        Long id = jdbc.queryForObject(
                "insert into forecast (series, made_at, unit, step_seconds, model, season_seconds, mase, ends_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                Long.class,
                series,
                Timestamp.from(madeAt),
                unit,
                step.toSeconds(),
                forecast.model().id(),
                season == null ? null : season.toSeconds(),
                forecast.mase(),
                Timestamp.from(forecast.points().getLast().time().plus(step)));
        copy.in(
                "forecast_point",
                "forecast, time, value, low50, high50, low80, high80, low95, high95",
                rows -> forecast.points()
                        .forEach(point -> rows.add(
                                id,
                                point.time(),
                                point.value(),
                                point.interval50().low(),
                                point.interval50().high(),
                                point.interval80().low(),
                                point.interval80().high(),
                                point.interval95().low(),
                                point.interval95().high())));
    }

    Optional<Stored> newest(String series) {
        return stored("where series = ? order by made_at desc, id desc limit 1", series).stream()
                .findFirst();
    }

    /** Those whose future is past, oldest first. */
    List<Stored> due(Instant now, int limit) {
        return stored(
                "where measured_at is null and ends_at <= ? order by ends_at limit ?", Timestamp.from(now), limit);
    }

    private List<Stored> stored(String where, Object... arguments) {
        return jdbc.query(
                "select id, series, made_at, unit, step_seconds, model, season_seconds, mase, ends_at from forecast "
                        + where,
                (row, index) -> stored(row),
                arguments);
    }

    private static Stored stored(java.sql.ResultSet row) throws java.sql.SQLException {
        long season = row.getLong(7);
        return new Stored(
                row.getLong(1),
                String.valueOf(row.getString(2)),
                row.getTimestamp(3).toInstant(),
                String.valueOf(row.getString(4)),
                Duration.ofSeconds(row.getLong(5)),
                String.valueOf(row.getString(6)),
                season == 0 ? null : Duration.ofSeconds(season),
                row.getDouble(8),
                row.getTimestamp(9).toInstant());
    }

    List<ForecastPoint> points(long forecast) {
        return jdbc.query(
                "select time, value, low50, high50, low80, high80, low95, high95 from forecast_point where forecast = ?"
                        + " order by time",
                (row, index) -> new ForecastPoint(
                        row.getTimestamp(1).toInstant(),
                        row.getDouble(2),
                        new Interval(row.getDouble(3), row.getDouble(4)),
                        new Interval(row.getDouble(5), row.getDouble(6)),
                        new Interval(row.getDouble(7), row.getDouble(8))),
                forecast);
    }

    /** Notes that the future of a forecast is past; {@code errors} is null where nothing is known of it. */
    @Transactional
    public void measured(long forecast, Instant now, @Nullable Errors errors) {
        if (jdbc.update(
                                "update forecast set measured_at = ? where id = ? and measured_at is null",
                                Timestamp.from(now),
                                forecast)
                        == 1
                && errors != null) {
            jdbc.update(
                    "insert into forecast_error values (?, ?, ?, ?, ?, ?, ?)",
                    forecast,
                    errors.points(),
                    errors.meanAbsolute(),
                    errors.naiveAbsolute(),
                    errors.covered50(),
                    errors.covered80(),
                    errors.covered95());
        }
    }

    /** The newest measured forecasts of a series. */
    List<Measured> errors(String series, int limit) {
        return jdbc.query(
                "select f.id, f.series, f.made_at, f.unit, f.step_seconds, f.model, f.season_seconds, f.mase, f.ends_at,"
                        + " e.points, e.mean_absolute_error, e.naive_absolute_error, e.covered50, e.covered80, e.covered95"
                        + " from forecast f join forecast_error e on e.forecast = f.id where f.series = ?"
                        + " order by f.made_at desc, f.id desc limit ?",
                (row, index) -> new Measured(
                        stored(row),
                        new Errors(
                                row.getInt(10),
                                row.getDouble(11),
                                row.getDouble(12),
                                row.getDouble(13),
                                row.getDouble(14),
                                row.getDouble(15))),
                series,
                limit);
    }

    void deleteBefore(Instant before) {
        jdbc.update("delete from forecast where made_at < ?", Timestamp.from(before));
    }

    /** Names of what is worth a forecast: what was used since a moment. */
    List<String> subjects(Instant since, int limit) {
        return jdbc.query(
                "(select distinct 'demand/region/' || region from instance where last_seen_at >= ?)"
                        + " union all (select distinct 'demand/team/' || team from instance where team is not null"
                        + " and last_seen_at >= ?)"
                        + " union all (select 'cost/total' from cost_record where hour >= ? limit 1)"
                        + " union all (select distinct 'cost/team/' || team from cost_record where team is not null"
                        + " and hour >= ?)"
                        + " union all (select distinct 'price/' || zone || '/' || instance_type || '/spot' from instance"
                        + " where purchase_option = 'spot' and not settled) order by 1 limit ?",
                (row, index) -> String.valueOf(row.getString(1)),
                Timestamp.from(since),
                Timestamp.from(since),
                Timestamp.from(since),
                Timestamp.from(since),
                limit);
    }
}
