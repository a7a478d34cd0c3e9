package io.swen.telemetry.anomaly;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.security.Actor;
import io.swen.telemetry.anomaly.AnomalyController.Anomaly;
import io.swen.telemetry.anomaly.SeriesWatch.Told;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores anomalies, tells of them in the same transaction, and reads them again. */
@Component
class AnomalyStore {

    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final EventLog events;
    private final ApplicationEventPublisher application;
    private final SeriesReader series;
    private final Clock clock;

    AnomalyStore(
            JdbcTemplate jdbc,
            JsonMapper json,
            EventLog events,
            ApplicationEventPublisher application,
            SeriesReader series,
            Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.events = events;
        this.application = application;
        this.series = series;
        this.clock = clock;
    }

    /** Which anomalies to list; null or empty in a part means any. */
    record Filter(
            @Nullable Long series,
            @Nullable String name,
            Map<String, String> labels,
            @Nullable String team,
            @Nullable String environment,
            @Nullable AnomalyKind kind,
            @Nullable Boolean open,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * Stores what was told, in order.
     *
     * @return the anomalies that begin
     */
    @Transactional
    public List<AnomalyDetected> store(List<Told> all) {
        List<AnomalyDetected> begun = new ArrayList<>();
        for (Told told : all) {
            switch (told.finding()) {
                case Finding.Seen seen -> {
                    Series of =
                            told.series() == null ? series.find(told.seriesId()).orElse(null) : told.series();
                    if (of != null) {
                        AnomalyDetected detected = detected(told.id(), of, seen);
                        insert(detected);
                        begun.add(detected);
                    }
                }
                case Finding.Over over -> end(told, over);
            }
        }
        events.appendAll(
                begun.stream()
                        .map(detected -> new Event(
                                AnomalyDetected.TYPE,
                                detected.id().toString(),
                                detected.team(),
                                detected.environment(),
                                detected))
                        .toList(),
                null);
        begun.forEach(application::publishEvent);
        return begun;
    }

    private static AnomalyDetected detected(UUID id, Series of, Finding.Seen seen) {
        return new AnomalyDetected(
                id,
                of.id(),
                of.name(),
                of.unit(),
                of.labels(),
                of.team(),
                of.environment(),
                Instant.ofEpochMilli(seen.time()),
                seen.score(),
                seen.kind(),
                seen.observed(),
                seen.low(),
                seen.high(),
                seen.reason(of.name()),
                of.simulated());
    }

    private void insert(AnomalyDetected anomaly) {
        jdbc.update(
                "insert into anomaly (id, series, name, unit, labels, team, environment, kind, detected_at, recorded_at,"
                        + " score, observed, expected_low, expected_high, reason, simulated)"
                        + " values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        // A spike that does not go away becomes a level shift; when it began stays.
                        + " on conflict (id) do update set kind = excluded.kind, observed = excluded.observed,"
                        + " reason = excluded.reason",
                anomaly.id(),
                anomaly.series(),
                anomaly.name(),
                anomaly.unit(),
                json.writeValueAsString(anomaly.labels()),
                anomaly.team(),
                anomaly.environment(),
                anomaly.kind().id(),
                Timestamp.from(anomaly.at()),
                Timestamp.from(clock.instant()),
                anomaly.score(),
                anomaly.observed(),
                anomaly.expectedLow(),
                anomaly.expectedHigh(),
                anomaly.reason(),
                anomaly.simulated());
    }

    private void end(Told told, Finding.Over over) {
        Instant at = Instant.ofEpochMilli(over.time());
        int ended = jdbc.update(
                "update anomaly set ended_at = greatest(?, detected_at), ending = ? where id = ? and ended_at is null",
                Timestamp.from(at),
                over.ending().name().toLowerCase(Locale.ROOT),
                told.id());
        if (ended > 0) {
            application.publishEvent(new AnomalyEnded(told.id(), told.seriesId(), at, over.ending()));
        }
    }

    /** Deletes anomalies that were over before a time. */
    int deleteEndedBefore(Instant time) {
        return jdbc.update("delete from anomaly where ended_at < ?", Timestamp.from(time));
    }

    /** Deletes anomalies that were over for longer than this, in domain time. */
    int deleteOlderThan(Duration age) {
        return deleteEndedBefore(clock.instant().minus(age));
    }

    /** An anomaly, if the caller may see it. */
    Optional<Anomaly> find(UUID id, Actor actor) {
        Query query = new Query(actor);
        query.and("id = ?", id);
        return query.list(1).stream().findFirst();
    }

    /** Anomalies that a caller may see, those that were found last first. */
    List<Anomaly> list(Filter filter, Actor actor, @Nullable UUID before, int limit) {
        Query query = new Query(actor);
        query.and("series = ?", filter.series());
        query.and("name = ?", filter.name());
        query.and("labels @> ?::jsonb", filter.labels().isEmpty() ? null : json.writeValueAsString(filter.labels()));
        query.and("team = ?", filter.team());
        query.and("environment = ?", filter.environment());
        query.and("kind = ?", filter.kind() == null ? null : filter.kind().id());
        query.and("(ended_at is null) = ?", filter.open());
        query.and("detected_at >= ?", filter.from() == null ? null : Timestamp.from(filter.from()));
        query.and("detected_at < ?", filter.to() == null ? null : Timestamp.from(filter.to()));
        query.and("id < ?", before);
        return query.list(limit);
    }

    private final class Query {

        private final StringBuilder sql = new StringBuilder("select * from anomaly where true");
        private final List<Object> parameters = new ArrayList<>();

        Query(Actor actor) {
            among("team", actor.teamFilter());
            among("environment", actor.environmentFilter());
        }

        private void among(String column, @Nullable Set<String> values) {
            if (values != null) {
                and(column + " = any (?)", values.toArray(String[]::new));
            }
        }

        void and(String condition, @Nullable Object value) {
            if (value != null) {
                sql.append(" and ").append(condition);
                parameters.add(value);
            }
        }

        List<Anomaly> list(int limit) {
            parameters.add(limit);
            return jdbc.query(sql + " order by id desc limit ?", (row, index) -> anomaly(row), parameters.toArray());
        }
    }

    private Anomaly anomaly(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new Anomaly(
                row.getObject("id", UUID.class),
                row.getLong("series"),
                row.getString("name"),
                row.getString("unit"),
                json.readValue(row.getString("labels"), LABELS),
                row.getString("team"),
                row.getString("environment"),
                kind(row.getString("kind")),
                row.getTimestamp("detected_at").toInstant(),
                row.getDouble("score"),
                row.getDouble("observed"),
                row.getDouble("expected_low"),
                row.getDouble("expected_high"),
                row.getString("reason"),
                row.getBoolean("simulated"),
                ended == null ? null : ended.toInstant(),
                row.getString("ending"));
    }

    private static AnomalyKind kind(String id) {
        return AnomalyKind.valueOf(id.toUpperCase(Locale.ROOT));
    }
}
