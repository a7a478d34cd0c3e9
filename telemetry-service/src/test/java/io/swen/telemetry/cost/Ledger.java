package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts metered costs into the database, as the meter would over weeks. */
public final class Ledger {

    private final JdbcTemplate jdbc;

    public Ledger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An instance of AWS that ended and is settled; returns this service's number of it. */
    public long instance(
            String instanceId, @Nullable String team, String workload, boolean spot, @Nullable String baselineUsd) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Long id = jdbc.queryForObject(
                "insert into instance (provider, region, zone, instance_id, instance_type, purchase_option, workload, team,"
                        + " environment, replica, state, launched_at, first_seen_at, last_seen_at, last_seen_wall, ended_at, settled,"
                        + " simulated, baseline_usd_per_hour) values ('aws', 'aws:us-east-1', 'aws:use1-az1', ?, 'm7i.large',"
                        + " ?::purchase_option, ?, ?, 'dev', 0, 'terminated', ?, ?, ?, ?, ?, true, true, ?) returning id",
                Long.class,
                instanceId,
                spot ? "spot" : "on_demand",
                workload,
                team,
                Timestamp.from(now),
                Timestamp.from(now),
                Timestamp.from(now),
                Timestamp.from(now),
                Timestamp.from(now),
                baselineUsd == null ? null : new BigDecimal(baselineUsd));
        if (id == null) {
            throw new IllegalStateException("no id");
        }
        return id;
    }

    /** Full hours of a day at a price, from midnight on. */
    public void run(long instance, LocalDate day, int hours, String usdPerHour) {
        for (int hour = 0; hour < hours; hour++) {
            jdbc.update(
                    "insert into cost_record (instance, hour, unit_price_usd, seconds, cost_usd, provider, region,"
                            + " instance_type, purchase_option, workload, team, environment, simulated)"
                            + " select id, ?, ?, 3600, ?, provider, region, instance_type, purchase_option, workload, team,"
                            + " environment, simulated from instance where id = ?",
                    Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(3600L * hour)),
                    new BigDecimal(usdPerHour),
                    new BigDecimal(usdPerHour),
                    instance);
        }
    }
}
