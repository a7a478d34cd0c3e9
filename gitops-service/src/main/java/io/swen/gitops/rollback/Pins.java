package io.swen.gitops.rollback;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The pins: at most one in force for a workload. */
@Service
public class Pins {

    private static final String COLUMNS = "id, workload_id, team, environment, change_id, reason, automatic, actor_id,"
            + " pinned_at, until, released_at, released_by, release_reason";
    private static final int LONGEST_REASON = 1000;

    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;

    Pins(JdbcTemplate jdbc, EventLog events, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    record PinChanged(
            UUID pinId,
            String workloadId,
            UUID changeId,
            boolean inForce,
            String reason,
            @Nullable Instant until) {}

    /** The pin in force on a workload. */
    @Transactional(readOnly = true)
    public Optional<Pin> pinOf(String workloadId) {
        Instant now = clock.instant();
        return jdbc
                .query(
                        "select " + COLUMNS + " from pin where workload_id = ? and released_at is null",
                        (row, index) -> pin(row),
                        workloadId)
                .stream()
                .filter(pin -> pin.isInForce(now))
                .findFirst();
    }

    /** Pins every workload of a change that went wrong; the first pin of a workload stays until it is released. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void pin(ChangeSnapshot failed, String reason, boolean automatic, UUID actor) {
        Timestamp now = Timestamp.from(clock.instant());
        for (ChangeItem item : failed.items()) {
            // One that ended by time makes room for the next.
            jdbc.update(
                    "update pin set released_at = until, released_by = actor_id, release_reason = 'its time was over'"
                            + " where workload_id = ? and released_at is null and until <= ?",
                    item.workloadId(),
                    now);
            UUID id = Uuids.next();
            int made = jdbc.update(
                    "insert into pin (id, workload_id, team, environment, change_id, reason, automatic, actor_id, pinned_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " on conflict (workload_id) where released_at is null do nothing",
                    id,
                    item.workloadId(),
                    failed.team(),
                    failed.environment(),
                    failed.id(),
                    reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                    automatic,
                    actor,
                    now);
            if (made == 1) {
                audit.record(AuditEntry.of("pin.set", "pin", id.toString())
                        .in(failed.team(), failed.environment())
                        .change(null, Map.of("workload_id", item.workloadId(), "change_id", failed.id())));
                tell(find(id).orElseThrow(), actor);
            }
        }
    }

    /** Releases the pin of a workload, so that decisions about it are applied again. */
    @Transactional
    public Pin release(String workloadId, String reason, Actor actor) {
        Pin pin = pinOf(workloadId)
                .filter(found -> actor.sees(found.team(), found.environment()))
                .orElseThrow(() -> ProblemException.notFound("pin of workload", workloadId));
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update(
                "update pin set released_at = ?, released_by = ?, release_reason = ? where id = ? and released_at is null",
                now,
                actor.id(),
                reason,
                pin.id());
        audit.record(AuditEntry.of("pin.release", "pin", pin.id().toString())
                .in(pin.team(), pin.environment())
                .change(Map.of("in_force", true), Map.of("in_force", false, "reason", reason)));
        Pin released = find(pin.id()).orElseThrow();
        tell(released, actor.id());
        return released;
    }

    /** Pins that a caller may see, the newest first. */
    @Transactional(readOnly = true)
    public List<Pin> list(
            @Nullable String workloadId, boolean inForce, Actor viewer, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from pin where true");
        List<Object> arguments = new ArrayList<>();
        if (workloadId != null) {
            sql.append(" and workload_id = ?");
            arguments.add(workloadId);
        }
        if (inForce) {
            sql.append(" and released_at is null and (until is null or until > ?)");
            arguments.add(Timestamp.from(clock.instant()));
        }
        Set<String> teams = viewer.teamFilter();
        if (teams != null) {
            sql.append(" and team = any(?)");
            arguments.add(teams.toArray(String[]::new));
        }
        Set<String> environments = viewer.environmentFilter();
        if (environments != null) {
            sql.append(" and environment = any(?)");
            arguments.add(environments.toArray(String[]::new));
        }
        if (before != null) {
            sql.append(" and id < ?");
            arguments.add(before);
        }
        sql.append(" order by id desc limit ?");
        arguments.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> pin(row), arguments.toArray());
    }

    /** Pins that a change left. */
    List<Pin> ofChange(UUID changeId) {
        return jdbc.query(
                "select " + COLUMNS + " from pin where change_id = ? order by id", (row, index) -> pin(row), changeId);
    }

    private void tell(Pin pin, UUID actor) {
        String why = pin.releaseReason();
        events.append(
                new Event(
                        "PinChanged",
                        pin.workloadId(),
                        pin.team(),
                        pin.environment(),
                        new PinChanged(
                                pin.id(),
                                pin.workloadId(),
                                pin.changeId(),
                                pin.releasedAt() == null,
                                why == null ? pin.reason() : why,
                                pin.until())),
                actor);
    }

    private Optional<Pin> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from pin where id = ?", (row, index) -> pin(row), id).stream()
                .findFirst();
    }

    private static Pin pin(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp("until");
        Timestamp released = row.getTimestamp("released_at");
        return new Pin(
                row.getObject("id", UUID.class),
                row.getString("workload_id"),
                row.getString("team"),
                row.getString("environment"),
                row.getObject("change_id", UUID.class),
                row.getString("reason"),
                row.getBoolean("automatic"),
                row.getObject("actor_id", UUID.class),
                row.getTimestamp("pinned_at").toInstant(),
                until == null ? null : until.toInstant(),
                released == null ? null : released.toInstant(),
                row.getObject("released_by", UUID.class),
                row.getString("release_reason"));
    }
}
