package io.swen.telemetry.cost;

import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.RunningInstances.Running;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores what was metered: a row an instance, hour and price. */
@Component
class CostStore {

    /** Costs of a span of time that have these three in common. */
    record Sum(
            String provider,
            @Nullable String team,
            String purchaseOption,
            boolean simulated,
            BigDecimal inSpan,
            BigDecimal inMonth) {}

    private final JdbcTemplate jdbc;

    CostStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Instant> meteredUntil(long instance) {
        return jdbc
                .query(
                        "select metered_until from cost_meter where instance = ?",
                        (row, index) -> row.getTimestamp(1).toInstant(),
                        instance)
                .stream()
                .findFirst();
    }

    /**
     * Moves an instance's meter on; false where somebody else was quicker.
     *
     * @param from where it stood; null where there was none
     */
    boolean advance(long instance, @Nullable Instant from, Instant to) {
        if (from == null) {
            return jdbc.update(
                            "insert into cost_meter (instance, metered_until) values (?, ?) on conflict do nothing",
                            instance,
                            Timestamp.from(to))
                    == 1;
        }
        return jdbc.update(
                        "update cost_meter set metered_until = ? where instance = ? and metered_until = ?",
                        Timestamp.from(to),
                        instance,
                        Timestamp.from(from))
                == 1;
    }

    void add(Running instance, List<MeteredSlice> slices) {
        List<Object[]> rows = new ArrayList<>();
        for (MeteredSlice slice : slices) {
            rows.add(new Object[] {
                instance.id(),
                Timestamp.from(slice.hour()),
                slice.unitPrice(),
                slice.seconds(),
                slice.cost(),
                instance.provider().id(),
                instance.region(),
                instance.instanceType(),
                instance.spot() ? "spot" : "on_demand",
                instance.workload(),
                instance.team(),
                instance.environment(),
                instance.simulated()
            });
        }
        jdbc.batchUpdate(
                "insert into cost_record (instance, hour, unit_price_usd, seconds, cost_usd, provider, region, instance_type,"
                        + " purchase_option, workload, team, environment, simulated)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::purchase_option, ?, ?, ?, ?)"
                        + " on conflict (instance, hour, unit_price_usd) do update set"
                        + " seconds = cost_record.seconds + excluded.seconds,"
                        + " cost_usd = cost_record.cost_usd + excluded.cost_usd",
                rows);
    }

    /** Sums over full hours; {@code from}, {@code to} and {@code month} are full hours. */
    List<Sum> sums(Instant from, Instant to, Instant month, Instant monthEnd, Actor actor) {
        Set<String> teams = actor.teamFilter();
        Set<String> environments = actor.environmentFilter();
        return jdbc.query(
                "select provider, team, purchase_option::text, simulated,"
                        + " coalesce(sum(cost_usd) filter (where hour >= ? and hour < ?), 0),"
                        + " coalesce(sum(cost_usd) filter (where hour >= ? and hour < ?), 0)"
                        + " from cost_record where hour >= least(?::timestamptz, ?::timestamptz)"
                        + " and hour < greatest(?::timestamptz, ?::timestamptz)"
                        + " and (? or team = any (?)) and (? or environment = any (?)) group by 1, 2, 3, 4",
                (row, index) -> new Sum(
                        String.valueOf(row.getString(1)),
                        row.getString(2),
                        String.valueOf(row.getString(3)),
                        row.getBoolean(4),
                        row.getBigDecimal(5),
                        row.getBigDecimal(6)),
                Timestamp.from(from),
                Timestamp.from(to),
                Timestamp.from(month),
                Timestamp.from(monthEnd),
                Timestamp.from(from),
                Timestamp.from(month),
                Timestamp.from(to),
                Timestamp.from(monthEnd),
                teams == null,
                array(teams),
                environments == null,
                array(environments));
    }

    private static String[] array(@Nullable Set<String> values) {
        return values == null ? new String[0] : values.toArray(String[]::new);
    }
}
