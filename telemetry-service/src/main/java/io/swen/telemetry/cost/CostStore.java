package io.swen.telemetry.cost;

import io.swen.telemetry.metrics.RunningInstances.Running;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores what was metered: a row an instance, hour and price. */
@Component
class CostStore {

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
        // First, in the order in which a bill takes them; what was compared with a bill is to be compared again.
        jdbc.update(
                "update bill_day set stale = true where provider = ? and day = any (?::date[]) and not stale",
                instance.provider().id(),
                slices.stream()
                        .map(slice -> slice.hour().atOffset(ZoneOffset.UTC).toLocalDate())
                        .distinct()
                        .sorted()
                        .map(LocalDate::toString)
                        .toArray(String[]::new));
        jdbc.batchUpdate(
                "insert into cost_record (instance, hour, unit_price_usd, seconds, cost_usd, provider, region, instance_type,"
                        + " purchase_option, workload, team, environment, simulated)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::purchase_option, ?, ?, ?, ?)"
                        + " on conflict (instance, hour, unit_price_usd) do update set"
                        + " seconds = cost_record.seconds + excluded.seconds,"
                        + " cost_usd = cost_record.cost_usd + excluded.cost_usd, billed_usd = null",
                rows);
    }
}
