package io.swen.telemetry.metrics;

import static io.swen.telemetry.support.Columns.text;

import io.swen.catalog.Provider;
import io.swen.platform.security.Actor;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.support.ListQuery;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores the instances that were seen. */
@Component
class InstanceStore {

    private static final String COLUMNS =
            "id, provider, region, zone, instance_id, instance_type, purchase_option::text, state, workload, team,"
                    + " environment, launched_at, last_seen_at, ended_at, simulated";

    private final JdbcTemplate jdbc;

    InstanceStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Which instances to list; null in a part means any. */
    record Filter(
            @Nullable Provider provider,
            @Nullable String region,
            @Nullable String instanceId,
            @Nullable String workload,
            @Nullable String state) {}

    /** Notes what one region answered: its instances as they are, and that others of the region are gone. */
    @Transactional
    public void seen(
            Provider provider,
            String region,
            List<SeenInstance> instances,
            boolean simulated,
            Instant now,
            Instant wall) {
        List<Object[]> rows = new ArrayList<>();
        for (SeenInstance instance : instances) {
            Timestamp ended =
                    instance.charged() ? null : Timestamp.from(instance.endedAt() == null ? now : instance.endedAt());
            rows.add(new Object[] {
                provider.id(),
                region,
                instance.zone(),
                instance.instanceId(),
                instance.instanceType(),
                instance.spot() ? "spot" : "on_demand",
                instance.tags().get("swen:workload"),
                instance.tags().get("swen:team"),
                instance.tags().get("Environment"),
                number(instance.tags().get("swen:replica")),
                usd(instance.tags().get("swen:baseline-usd-per-hour")),
                instance.tags().get("swen:decision"),
                instance.state().name().toLowerCase(Locale.ROOT),
                Timestamp.from(instance.launchedAt()),
                Timestamp.from(now),
                Timestamp.from(now),
                Timestamp.from(wall),
                ended,
                simulated
            });
        }
        jdbc.batchUpdate(
                "insert into instance (provider, region, zone, instance_id, instance_type, purchase_option, workload, team,"
                        + " environment, replica, baseline_usd_per_hour, decision, state, launched_at, first_seen_at, last_seen_at, last_seen_wall, ended_at,"
                        + " simulated) values (?, ?, ?, ?, ?, ?::purchase_option, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (provider, region, instance_id) do update set state = excluded.state,"
                        + " workload = excluded.workload, team = excluded.team, environment = excluded.environment,"
                        + " replica = excluded.replica, baseline_usd_per_hour = excluded.baseline_usd_per_hour,"
                        + " decision = excluded.decision, last_seen_at = excluded.last_seen_at,"
                        + " last_seen_wall = excluded.last_seen_wall,"
                        + " settled = instance.settled and excluded.ended_at is not null,"
                        // The first moment it was known to have ended stays; the provider may tell none.
                        + " ended_at = case when excluded.ended_at is null then null"
                        + " else least(instance.ended_at, excluded.ended_at) end",
                rows);
        jdbc.update(
                "update instance set state = 'terminated', ended_at = ? where provider = ? and region = ? and ended_at is null"
                        + " and not settled and not instance_id = any (?)",
                Timestamp.from(now),
                provider.id(),
                region,
                instances.stream().map(SeenInstance::instanceId).toArray(String[]::new));
    }

    List<Running> charged(Provider provider) {
        return jdbc.query(
                "select " + COLUMNS
                        + " from instance where provider = ? and ended_at is null and not settled order by id",
                (row, index) -> instance(row),
                provider.id());
    }

    List<Running> charged(Provider provider, Collection<String> instanceIds) {
        return jdbc.query(
                "select " + COLUMNS
                        + " from instance where provider = ? and instance_id = any (?) and ended_at is null and not settled",
                (row, index) -> instance(row),
                provider.id(),
                instanceIds.toArray(String[]::new));
    }

    Set<String> regions(Provider provider) {
        return Set.copyOf(jdbc.query(
                "select distinct region from instance where provider = ? and ended_at is null and not settled",
                (row, index) -> row.getString(1),
                provider.id()));
    }

    List<Running> unsettled() {
        return jdbc.query(
                "select " + COLUMNS + " from instance where not settled order by id", (row, index) -> instance(row));
    }

    Set<String> ended(Collection<String> instanceIds) {
        return Set.copyOf(jdbc.query(
                "select instance_id from instance where instance_id = any (?) group by instance_id"
                        + " having bool_and(ended_at is not null)",
                (row, index) -> row.getString(1),
                (Object) instanceIds.toArray(String[]::new)));
    }

    void settle(long id) {
        jdbc.update("update instance set settled = true where id = ?", id);
    }

    /** Instances that a caller may see, newest first. */
    List<Running> list(Filter filter, Actor actor, @Nullable Long beforeId, int limit) {
        return ListQuery.of("select " + COLUMNS + " from instance")
                .with(
                        "provider = ?",
                        filter.provider() == null ? null : filter.provider().id())
                .with("region = ?", filter.region())
                .with("instance_id = ?", filter.instanceId())
                .with("workload = ?", filter.workload())
                .with("state = ?", filter.state())
                .seenBy(actor)
                .newestFirst(jdbc, (row, index) -> instance(row), beforeId, limit);
    }

    private static Running instance(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp(14);
        return new Running(
                row.getLong(1),
                Provider.valueOf(text(row, 2).toUpperCase(Locale.ROOT)),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7).equals("spot"),
                text(row, 8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getTimestamp(12).toInstant(),
                row.getTimestamp(13).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getBoolean(15));
    }

    /** A price that somebody wrote by hand and that is none counts as not known. */
    private static @Nullable BigDecimal usd(@Nullable String tag) {
        return tag != null && tag.matches("\\d{1,9}(\\.\\d{1,12})?") ? new BigDecimal(tag) : null;
    }

    private static @Nullable Integer number(@Nullable String tag) {
        return tag != null && tag.matches("\\d{1,6}") ? Integer.valueOf(tag) : null;
    }
}
