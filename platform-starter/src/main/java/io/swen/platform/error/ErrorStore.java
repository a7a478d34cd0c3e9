package io.swen.platform.error;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** The error groups of this service; the oldest make room once there are too many. */
public class ErrorStore {

    static final int MOST_GROUPS = 1_000;

    private static final int LONGEST_NOTE = 500;

    private static final String COLUMNS =
            "fingerprint, state, level, logger, exception, place, message, sample, frames,"
                    + " trace_id, occurrences, first_seen, last_seen, reopened, version, judged_by, judged_at, note";

    private final JdbcTemplate jdbc;
    private final AuditLog audit;
    private final String service;
    private final InstantSource wall = InstantSource.system();

    ErrorStore(JdbcTemplate jdbc, AuditLog audit, String service) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.service = service;
    }

    @Transactional
    void add(List<ErrorGroups.Seen> seen) {
        jdbc.batchUpdate(
                """
                insert into error_group as known (fingerprint, level, logger, exception, place, message, sample, frames,
                    trace_id, occurrences, first_seen, last_seen)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (fingerprint) do update set
                    level = excluded.level, message = excluded.message, sample = excluded.sample,
                    trace_id = coalesce(excluded.trace_id, known.trace_id),
                    occurrences = known.occurrences + excluded.occurrences,
                    first_seen = least(known.first_seen, excluded.first_seen),
                    last_seen = greatest(known.last_seen, excluded.last_seen),
                    reopened = known.reopened
                        + case when known.state = 'resolved' and excluded.last_seen > known.judged_at then 1 else 0 end,
                    version = known.version
                        + case when known.state = 'resolved' and excluded.last_seen > known.judged_at then 1 else 0 end,
                    state = case when known.state = 'resolved' and excluded.last_seen > known.judged_at then 'open'
                        else known.state end
                """,
                // In one order, so that two instances never wait for each other in a circle.
                seen.stream()
                        .sorted(Comparator.comparing(one -> one.fingerprint().value()))
                        .map(one -> new @Nullable Object[] {
                            one.fingerprint().value(),
                            one.level(),
                            one.logger(),
                            one.fingerprint().exception(),
                            one.fingerprint().place(),
                            one.message(),
                            one.sample(),
                            one.fingerprint().frames().toArray(String[]::new),
                            one.traceId(),
                            one.count(),
                            Timestamp.from(one.first()),
                            Timestamp.from(one.last())
                        })
                        .toList());
        jdbc.update(
                "delete from error_group where fingerprint in (select fingerprint from error_group"
                        + " order by state = 'resolved', last_seen desc offset ?)",
                MOST_GROUPS);
    }

    /** Those seen last first; callers who may not see every team get them without samples. */
    @Transactional(readOnly = true)
    public Page<ErrorGroup> list(
            @Nullable ErrorState state, @Nullable Instant since, @Nullable String cursor, int limit, Actor actor) {
        List<String> after = Cursors.decode(cursor, 2);
        List<ErrorGroup> rows = jdbc.query(
                "select " + COLUMNS + " from error_group where (?::text is null or state = ?)"
                        + " and (?::timestamptz is null or last_seen >= ?)"
                        + " and (?::timestamptz is null or (last_seen, fingerprint) < (?, ?))"
                        + " order by last_seen desc, fingerprint desc limit ?",
                this::group,
                state == null ? null : state.id(),
                state == null ? null : state.id(),
                timestamp(since),
                timestamp(since),
                after == null ? null : timestamp(instant(after.getFirst())),
                after == null ? null : timestamp(instant(after.getFirst())),
                after == null ? null : after.getLast(),
                limit + 1);
        return Page.of(rows, limit, row -> Cursors.encode(row.lastSeen(), row.fingerprint()))
                .map(row -> shownTo(actor, row));
    }

    @Transactional(readOnly = true)
    ErrorGroup get(String fingerprint, Actor actor) {
        return shownTo(actor, find(fingerprint, ""));
    }

    /** Notes what somebody made of a group. */
    @Transactional
    ErrorGroup judge(
            String fingerprint, ErrorState state, @Nullable String note, @Nullable String ifMatch, Actor actor) {
        if (note != null && note.length() > LONGEST_NOTE) {
            throw ProblemException.invalidField("note", note, "at most " + LONGEST_NOTE + " characters");
        }
        ErrorGroup before = find(fingerprint, " for update");
        ETags.requireMatch(ifMatch, before.version());
        if (before.state() == state) {
            throw ProblemException.of(ErrorCode.CONFLICT, "error " + fingerprint + " is " + state.id() + " already");
        }
        UUID by = actor.id();
        jdbc.update(
                "update error_group set state = ?, version = version + 1, judged_by = ?, judged_at = ?, note = ?"
                        + " where fingerprint = ?",
                state.id(),
                by,
                Timestamp.from(wall.instant()),
                note,
                fingerprint);
        audit.record(AuditEntry.of(
                        "error." + (state == ErrorState.RESOLVED ? "resolve" : "acknowledge"), "error", fingerprint)
                .change(Map.of("state", before.state()), Map.of("state", state)));
        return shownTo(actor, find(fingerprint, ""));
    }

    private ErrorGroup find(String fingerprint, String lock) {
        return jdbc
                .query("select " + COLUMNS + " from error_group where fingerprint = ?" + lock, this::group, fingerprint)
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("error", fingerprint));
    }

    /** A sample may name what belongs to any team, so that only those see it who may see every team's. */
    private static ErrorGroup shownTo(Actor actor, ErrorGroup group) {
        return actor.teamFilter() == null && actor.environmentFilter() == null ? group : group.withoutSample();
    }

    private ErrorGroup group(ResultSet row, int index) throws SQLException {
        Timestamp judged = row.getTimestamp(17);
        return new ErrorGroup(
                service,
                row.getString(1),
                ErrorState.of(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                List.of((String[]) row.getArray(9).getArray()),
                row.getString(10),
                row.getLong(11),
                row.getTimestamp(12).toInstant(),
                row.getTimestamp(13).toInstant(),
                row.getInt(14),
                row.getLong(15),
                row.getObject(16, UUID.class),
                judged == null ? null : judged.toInstant(),
                row.getString(18));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
