package io.swen.telemetry.inventory;

import static io.swen.telemetry.support.Columns.text;

import io.swen.catalog.Provider;
import io.swen.platform.security.Actor;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceEvent;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.support.ListQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores what runs in the accounts. */
@Component
class InventoryStore {

    private static final String COLUMNS =
            "id, provider, region, zone, instance_id, instance_type, purchase_option::text, state,"
                    + " managed, tags::text, team, environment, workload, launched_at, last_seen_at, received_at, ended_at, health,"
                    + " events::text, cpu_mean, cpu_max, network_mean, measured_from, measured_to, simulated";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final InventoryProperties properties;
    private final CloudProperties clouds;
    private final Clock clock;

    InventoryStore(
            JdbcTemplate jdbc, JsonMapper json, InventoryProperties properties, CloudProperties clouds, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.properties = properties;
        this.clouds = clouds;
        this.clock = clock;
    }

    /** Which instances to list; null in a part means any. */
    record Filter(
            @Nullable Provider provider,
            @Nullable String region,
            @Nullable String instanceType,
            @Nullable String state,
            @Nullable Boolean managed,
            @Nullable Boolean idle,
            boolean ended) {}

    /** What was measured of an instance; see {@link InventoryController.Utilisation}. */
    record Measured(double cpuMean, double cpuMax, double networkMean, Instant from, Instant to) {}

    /** An instance as it is stored. */
    record Row(
            long id,
            Provider provider,
            String region,
            String zone,
            String instanceId,
            String instanceType,
            boolean spot,
            String state,
            boolean managed,
            Map<String, String> tags,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String workload,
            Instant launchedAt,
            Instant lastSeenAt,
            Instant receivedAt,
            @Nullable Instant endedAt,
            @Nullable String health,
            List<InstanceEvent> events,
            @Nullable Measured measured,
            boolean simulated) {

        Row {
            tags = Map.copyOf(tags);
            events = List.copyOf(events);
        }
    }

    /** Notes what one region answered: its instances as they are, and that others of the region are gone. */
    @Transactional
    public void seen(
            Provider provider,
            String region,
            List<SeenInstance> instances,
            Map<String, InstanceHealth> checks,
            Instant now) {
        Timestamp at = Timestamp.from(now);
        Timestamp received = Timestamp.from(clock.instant());
        List<Object[]> rows = new ArrayList<>();
        for (SeenInstance instance : instances) {
            Map<String, String> tags = instance.tags();
            InstanceHealth check = checks.get(instance.instanceId());
            Instant ended = instance.charged() ? null : instance.endedAt() == null ? now : instance.endedAt();
            rows.add(new Object[] {
                provider.id(),
                region,
                instance.zone(),
                instance.instanceId(),
                instance.instanceType(),
                instance.spot() ? "spot" : "on_demand",
                instance.state().name().toLowerCase(Locale.ROOT),
                "swen".equals(tags.get("ManagedBy")),
                json.writeValueAsString(new TreeMap<>(tags)),
                first(tags, properties.teamTags()),
                first(tags, properties.environmentTags()),
                tags.get("swen:workload"),
                Timestamp.from(instance.launchedAt()),
                at,
                at,
                received,
                ended == null ? null : Timestamp.from(ended),
                check == null ? null : check.status(),
                json.writeValueAsString(check == null ? List.of() : check.events()),
                clouds.simulated()
            });
        }
        jdbc.batchUpdate(
                "insert into inventory_instance (provider, region, zone, instance_id, instance_type, purchase_option, state,"
                        + " managed, tags, team, environment, workload, launched_at, first_seen_at, last_seen_at, received_at,"
                        + " ended_at, health, events, simulated) values (?, ?, ?, ?, ?, ?::purchase_option, ?, ?, ?::jsonb, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?) on conflict (provider, region, instance_id) do update set"
                        + " instance_type = excluded.instance_type, state = excluded.state, managed = excluded.managed,"
                        + " tags = excluded.tags, team = excluded.team, environment = excluded.environment,"
                        + " workload = excluded.workload, launched_at = excluded.launched_at,"
                        + " last_seen_at = excluded.last_seen_at, received_at = excluded.received_at,"
                        + " health = excluded.health, events = excluded.events,"
                        + " ended_at = case when excluded.ended_at is null then null"
                        + " else least(inventory_instance.ended_at, excluded.ended_at) end",
                rows);
        jdbc.update(
                "update inventory_instance set state = 'terminated', ended_at = ?, health = null, events = '[]'"
                        + " where provider = ? and region = ? and ended_at is null and not instance_id = any (?)",
                at,
                provider.id(),
                region,
                instances.stream().map(SeenInstance::instanceId).toArray(String[]::new));
    }

    /** Notes what was measured. */
    void measured(Provider provider, String region, Map<String, InventoryJob.Use> uses, Instant from, Instant to) {
        List<Object[]> rows = new ArrayList<>();
        uses.forEach((instance, use) -> {
            if (use.isComplete()) {
                rows.add(new Object[] {
                    use.cpuMean(),
                    use.cpuMax(),
                    use.networkMean(),
                    Timestamp.from(from),
                    Timestamp.from(to),
                    provider.id(),
                    region,
                    instance
                });
            }
        });
        jdbc.batchUpdate(
                "update inventory_instance set cpu_mean = ?, cpu_max = ?, network_mean = ?, measured_from = ?,"
                        + " measured_to = ? where provider = ? and region = ? and instance_id = ?",
                rows);
    }

    /** Instances that a caller may see, newest first. */
    List<Row> list(Filter filter, Actor actor, @Nullable Long beforeId, int limit) {
        ListQuery query = ListQuery.of("select " + COLUMNS + " from inventory_instance")
                .with(
                        "provider = ?",
                        filter.provider() == null ? null : filter.provider().id())
                .with("region = ?", filter.region())
                .with("instance_type = ?", filter.instanceType())
                .with("state = ?", filter.state())
                .with("managed = ?", filter.managed())
                .seenBy(actor);
        if (!filter.ended()) {
            query.and("ended_at is null");
        }
        if (filter.idle() != null) {
            query.and(
                    "(state = 'running' and cpu_mean < ? and network_mean < ?) is "
                            + (filter.idle() ? "true" : "not true"),
                    properties.idleCpuPercent(),
                    properties.idleNetwork());
        }
        return query.newestFirst(jdbc, (row, index) -> row(row), beforeId, limit);
    }

    private Row row(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp(17);
        Timestamp from = row.getTimestamp(23);
        Timestamp to = row.getTimestamp(24);
        return new Row(
                row.getLong(1),
                Provider.valueOf(text(row, 2).toUpperCase(Locale.ROOT)),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7).equals("spot"),
                text(row, 8),
                row.getBoolean(9),
                json.readValue(text(row, 10), new TypeReference<Map<String, String>>() {}),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getTimestamp(14).toInstant(),
                row.getTimestamp(15).toInstant(),
                row.getTimestamp(16).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString(18),
                json.readValue(text(row, 19), new TypeReference<List<InstanceEvent>>() {}),
                from == null || to == null
                        ? null
                        : new Measured(
                                row.getDouble(20),
                                row.getDouble(21),
                                row.getDouble(22),
                                from.toInstant(),
                                to.toInstant()),
                row.getBoolean(25));
    }

    private static @Nullable String first(Map<String, String> tags, List<String> names) {
        for (String name : names) {
            String value = tags.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
