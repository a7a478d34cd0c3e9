package io.swen.telemetry.forecast;

import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.OfferKey;
import io.swen.telemetry.metrics.Aggregation;
import io.swen.telemetry.metrics.Point;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesReader;
import io.swen.telemetry.support.TimeSpan;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the past of what can be foreseen, up to the last full step. */
@Component
class HistoryReader {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration REACH = Duration.ofDays(60);
    private static final Duration REACH_OF_DAYS = Duration.ofDays(730);

    private final JdbcTemplate jdbc;
    private final SeriesReader metrics;

    HistoryReader(JdbcTemplate jdbc, SeriesReader metrics) {
        this.jdbc = jdbc;
        this.metrics = metrics;
    }

    /**
     * The past of a series.
     *
     * @param points one a step where something is known
     */
    record History(List<Point> points, Duration step, String unit) {
        History {
            points = List.copyOf(points);
        }
    }

    /** Empty where there is no such thing. */
    Optional<History> read(ForecastSeries series, Instant now) {
        return switch (series) {
            case ForecastSeries.RegionDemand demand -> Optional.of(demand(now, demand.region(), null));
            case ForecastSeries.TeamDemand demand -> Optional.of(demand(now, null, demand.team()));
            case ForecastSeries.TotalCost total -> Optional.of(cost(now, null));
            case ForecastSeries.TeamCost cost -> Optional.of(cost(now, cost.team()));
            case ForecastSeries.Price price -> price(now, price.offer());
            case ForecastSeries.Metric metric -> metric(now, metric.id());
        };
    }

    /** Whether a caller may see a metric series; true for everything else, which decides by itself. */
    boolean isVisible(ForecastSeries series, Actor actor) {
        if (!(series instanceof ForecastSeries.Metric(long id))) {
            return series.isVisibleTo(actor);
        }
        Optional<Series> found = metrics.find(id);
        return found.isPresent()
                && actor.sees(orEmpty(found.get().team()), orEmpty(found.get().environment()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Mean number of virtual processors that ran in each hour since the first instance was launched. */
    private History demand(Instant now, @Nullable String region, @Nullable String team) {
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        List<Point> points = jdbc.query(
                "with seen as (select i.launched_at as began, coalesce(i.ended_at, ?) as ended, t.vcpu from instance i"
                        + " join instance_type t on t.provider = i.provider and t.name = i.instance_type"
                        + " where (?::text is null or i.region = ?) and (?::text is null or i.team = ?)"
                        + " and coalesce(i.ended_at, ?) > ?),"
                        + " hours as (select generate_series(date_trunc('hour', greatest(?, first),"
                        + " 'UTC'), ?::timestamptz - interval '1 hour', interval '1 hour') as hour"
                        + " from (select min(began) as first from seen) as begin where first is not null)"
                        + " select hour, coalesce(sum(vcpu * extract(epoch from least(ended, hour + interval '1 hour')"
                        + " - greatest(began, hour)) / 3600), 0) from hours"
                        + " left join seen on began < hour + interval '1 hour' and ended > hour group by hour order by hour",
                (row, index) -> new Point(row.getTimestamp(1).toInstant(), row.getDouble(2)),
                Timestamp.from(now),
                region,
                region,
                team,
                team,
                Timestamp.from(now),
                Timestamp.from(end.minus(REACH)),
                Timestamp.from(end.minus(REACH)),
                Timestamp.from(end));
        return new History(points, HOUR, "vcpu");
    }

    /** Metered cost of each full day since the first; a day without a record cost nothing. */
    private History cost(Instant now, @Nullable String team) {
        Instant end = now.truncatedTo(ChronoUnit.DAYS);
        List<Point> points = jdbc.query(
                "with spent as (select date_trunc('day', hour, 'UTC') as day, sum(cost_usd) as cost from cost_record"
                        + " where hour >= ? and hour < ? and (?::text is null or team = ?) group by 1)"
                        + " select day, coalesce(cost, 0) from generate_series((select min(day) from spent),"
                        + " ?::timestamptz - interval '1 day', interval '1 day') as day left join spent using (day)"
                        + " order by day",
                (row, index) -> new Point(row.getTimestamp(1).toInstant(), row.getDouble(2)),
                Timestamp.from(end.minus(REACH_OF_DAYS)),
                Timestamp.from(end),
                team,
                team,
                Timestamp.from(end));
        return new History(points, DAY, "USD/day");
    }

    /** The price in force at the beginning of each hour since the first that was published. */
    private Optional<History> price(Instant now, OfferKey offer) {
        List<Integer> ids = jdbc.query(
                "select o.id from offer o join zone z on z.id = o.zone join instance_type t on t.id = o.type"
                        + " where z.name = ? and t.name = ? and o.purchase_option = ?::purchase_option",
                (row, index) -> row.getInt(1),
                offer.zone(),
                offer.instanceType(),
                offer.purchaseOption().id());
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        List<Point> changes = jdbc.query(
                "select published_at, price_usd from price_change where offer = ? and published_at <= ?"
                        + " order by published_at",
                (row, index) -> new Point(row.getTimestamp(1).toInstant(), row.getDouble(2)),
                ids.getFirst(),
                Timestamp.from(end));
        List<Point> hours = new ArrayList<>();
        if (!changes.isEmpty()) {
            Instant first =
                    changes.getFirst().time().truncatedTo(ChronoUnit.HOURS).plus(HOUR);
            Instant start = first.isBefore(end.minus(REACH)) ? end.minus(REACH) : first;
            int inForce = 0;
            for (Instant hour = start; !hour.isAfter(end); hour = hour.plus(HOUR)) {
                while (inForce + 1 < changes.size()
                        && !changes.get(inForce + 1).time().isAfter(hour)) {
                    inForce++;
                }
                hours.add(new Point(hour, changes.get(inForce).value()));
            }
        }
        return Optional.of(new History(hours, HOUR, "USD/h"));
    }

    private Optional<History> metric(Instant now, long id) {
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        return metrics.find(id)
                .map(series -> new History(
                        metrics.read(List.of(id), new TimeSpan(end.minus(REACH), end), HOUR, Aggregation.AVG)
                                .getOrDefault(id, List.of()),
                        HOUR,
                        series.unit()));
    }
}
