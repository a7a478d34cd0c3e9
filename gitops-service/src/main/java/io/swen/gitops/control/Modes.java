package io.swen.gitops.control;

import io.swen.platform.page.ETags;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The mode of each environment: as somebody set it, or else as it is configured. */
@Component
class Modes {

    /**
     * A mode and where it comes from.
     *
     * @param environment {@code *} for all that are not named
     * @param setBy null, as {@code reason} and {@code since}, where it is configured
     * @param version 0 where it is configured
     */
    record Mode(
            String environment,
            EnvironmentMode mode,
            @Nullable Person setBy,
            @Nullable String reason,
            @Nullable Instant since,
            long version) {}

    private static final String COLUMNS = "environment, mode, actor_id, actor_name, reason, since, version";
    static final String OTHERS = "*";

    private final ControlProperties properties;
    private final JdbcTemplate jdbc;
    private final ControlRecord record;
    private final Clock clock;

    Modes(ControlProperties properties, JdbcTemplate jdbc, ControlRecord record, Clock clock) {
        this.properties = properties;
        this.jdbc = jdbc;
        this.record = record;
        this.clock = clock;
    }

    Mode of(String environment) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from environment_mode where environment = ?",
                        (row, index) -> mode(row),
                        environment)
                .stream()
                .findFirst()
                .orElseGet(() -> configured(environment));
    }

    /** All that are named anywhere, in order, and the one for all others first. */
    List<Mode> all(Actor viewer) {
        Map<String, Mode> modes = new TreeMap<>();
        properties.modes().keySet().forEach(name -> modes.put(name, configured(name)));
        jdbc.query("select " + COLUMNS + " from environment_mode", row -> {
            Mode stored = mode(row);
            modes.put(stored.environment(), stored);
        });
        Set<String> seen = viewer.environmentFilter();
        List<Mode> shown = new ArrayList<>();
        shown.add(new Mode(OTHERS, properties.otherwise(), null, null, null, 0));
        modes.values().stream()
                .filter(mode -> seen == null || seen.contains(mode.environment()))
                .forEach(shown::add);
        return shown;
    }

    @Transactional
    public Mode set(
            String environment, EnvironmentMode mode, @Nullable String why, @Nullable String ifMatch, Actor actor) {
        Checks.environment("name", environment);
        Checks.scope(actor, environment);
        String reason = Checks.reason(why);
        // Without a row there is nothing else to lock.
        jdbc.queryForList("select pg_advisory_xact_lock(hashtextextended('environment_mode:' || ?, 0))", environment);
        Mode before = of(environment);
        ETags.requireMatch(ifMatch, before.version());
        Mode after = new Mode(environment, mode, Person.of(actor), reason, clock.instant(), before.version() + 1);
        jdbc.update(
                "insert into environment_mode (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (environment) do update set mode = excluded.mode, actor_id = excluded.actor_id,"
                        + " actor_name = excluded.actor_name, reason = excluded.reason, since = excluded.since,"
                        + " version = excluded.version",
                environment,
                mode.name(),
                actor.id(),
                actor.name(),
                reason,
                Timestamp.from(clock.instant()),
                after.version());
        record.of(
                new ControlChanged(
                        ControlChanged.Control.MODE, ControlChanged.Action.SET, environment, mode.id(), reason),
                environment,
                before,
                after);
        return after;
    }

    private Mode configured(String environment) {
        return new Mode(environment, properties.mode(environment), null, null, null, 0);
    }

    private static Mode mode(ResultSet row) throws SQLException {
        return new Mode(
                String.valueOf(row.getString(1)),
                EnvironmentMode.valueOf(row.getString(2)),
                new Person(row.getObject(3, UUID.class), String.valueOf(row.getString(4))),
                row.getString(5),
                row.getTimestamp(6).toInstant(),
                row.getLong(7));
    }
}
