package io.swen.gitops.control;

import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stops all automation, in one environment or everywhere, until an admin lets it go on. */
@Component
class KillSwitch {

    /**
     * One time that it was engaged.
     *
     * @param environment null for all
     */
    record Engagement(
            UUID id,
            @Nullable String environment,
            String reason,
            Person engagedBy,
            Instant engagedAt,
            @Nullable Person releasedBy,
            @Nullable Instant releasedAt,
            @Nullable String releaseReason) {}

    private static final String COLUMNS = "id, environment, reason, engaged_by, engaged_name, engaged_at, released_by,"
            + " released_name, released_at, release_reason";
    private static final long LOCK = 0x5357_454e_0015L;

    private final JdbcTemplate jdbc;
    private final ControlRecord record;
    private final Clock clock;

    KillSwitch(JdbcTemplate jdbc, ControlRecord record, Clock clock) {
        this.jdbc = jdbc;
        this.record = record;
        this.clock = clock;
    }

    /** Stops automation; where that was done before it stays as it is. */
    @Transactional
    public void engage(@Nullable String environment, @Nullable String why, Actor actor) {
        if (environment != null) {
            Checks.environment("environment", environment);
        }
        Checks.scope(actor, environment);
        String reason = Checks.reason(why);
        // Waits for whoever is just beginning to apply; who comes later sees that it is engaged.
        jdbc.queryForList("select pg_advisory_xact_lock(?)", LOCK);
        if (engaged(environment).isPresent()) {
            return;
        }
        Engagement engagement =
                new Engagement(Uuids.next(), environment, reason, Person.of(actor), clock.instant(), null, null, null);
        jdbc.update(
                "insert into kill_switch (id, environment, reason, engaged_by, engaged_name, engaged_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                engagement.id(),
                environment,
                reason,
                actor.id(),
                actor.name(),
                Timestamp.from(engagement.engagedAt()));
        record.of(
                new ControlChanged(
                        ControlChanged.Control.KILL_SWITCH, ControlChanged.Action.ENGAGED, environment, null, reason),
                engagement.id().toString(),
                null,
                engagement);
    }

    /** Lets automation go on where it was stopped. */
    @Transactional
    public void release(@Nullable String environment, @Nullable String why, Actor actor) {
        if (environment != null) {
            Checks.environment("environment", environment);
        }
        Checks.scope(actor, environment);
        String reason = Checks.reason(why);
        jdbc.queryForList("select pg_advisory_xact_lock(?)", LOCK);
        Engagement before = engaged(environment)
                .orElseThrow(() -> ProblemException.of(
                        ErrorCode.CONFLICT,
                        "the kill switch is not engaged for "
                                + (environment == null ? "all environments" : environment)));
        Instant now = clock.instant();
        jdbc.update(
                "update kill_switch set released_by = ?, released_name = ?, released_at = ?, release_reason = ? where id = ?",
                actor.id(),
                actor.name(),
                Timestamp.from(now),
                reason,
                before.id());
        record.of(
                new ControlChanged(
                        ControlChanged.Control.KILL_SWITCH, ControlChanged.Action.RELEASED, environment, null, reason),
                before.id().toString(),
                before,
                new Engagement(
                        before.id(),
                        environment,
                        before.reason(),
                        before.engagedBy(),
                        before.engagedAt(),
                        Person.of(actor),
                        now,
                        reason));
    }

    /** From now to the end of the caller's transaction nobody engages it, so that what is seen of it holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keepAsItIs() {
        jdbc.queryForList("select pg_advisory_xact_lock_shared(?)", LOCK);
    }

    /** Why nothing may go on in an environment, or null. */
    @Nullable
    String stopped(String environment) {
        List<Engagement> engaged = jdbc.query(
                "select " + COLUMNS + " from kill_switch where released_at is null"
                        + " and (environment is null or environment = ?) order by environment nulls first",
                (row, index) -> engagement(row),
                environment);
        if (engaged.isEmpty()) {
            return null;
        }
        Engagement first = engaged.getFirst();
        return "the kill switch is engaged by " + first.engagedBy().name()
                + (first.environment() == null ? " for all environments: " : " for " + first.environment() + ": ")
                + first.reason();
    }

    /** Those that are engaged now. */
    List<Engagement> engaged() {
        return jdbc.query(
                "select " + COLUMNS + " from kill_switch where released_at is null"
                        + " order by environment nulls first limit 1000",
                (row, index) -> engagement(row));
    }

    List<Engagement> history(@Nullable UUID before, int limit, Actor viewer) {
        return jdbc.query(
                "select " + COLUMNS + " from kill_switch where (?::uuid is null or id < ?)"
                        + " and (?::text[] is null or environment is null or environment = any(?)) order by id desc limit ?",
                (row, index) -> engagement(row),
                before,
                before,
                viewer.environmentParameter(),
                viewer.environmentParameter(),
                limit);
    }

    private Optional<Engagement> engaged(@Nullable String environment) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from kill_switch where released_at is null"
                                + " and environment is not distinct from ?",
                        (row, index) -> engagement(row),
                        environment)
                .stream()
                .findFirst();
    }

    private static Engagement engagement(ResultSet row) throws SQLException {
        UUID releasedBy = row.getObject(7, UUID.class);
        Timestamp releasedAt = row.getTimestamp(9);
        return new Engagement(
                row.getObject(1, UUID.class),
                row.getString(2),
                String.valueOf(row.getString(3)),
                new Person(row.getObject(4, UUID.class), String.valueOf(row.getString(5))),
                row.getTimestamp(6).toInstant(),
                releasedBy == null ? null : new Person(releasedBy, String.valueOf(row.getString(8))),
                releasedAt == null ? null : releasedAt.toInstant(),
                row.getString(10));
    }
}
