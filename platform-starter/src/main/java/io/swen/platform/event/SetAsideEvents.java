package io.swen.platform.event;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.audit.AuditOutcome;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do with the events that the consumers of this service failed on: look, have them handled, dismiss them. */
public class SetAsideEvents {

    private static final Logger LOG = LoggerFactory.getLogger(SetAsideEvents.class);
    private static final int LONGEST_REASON = 500;
    /** Events that waited behind one, handled within the call that gets it out of the way; the consumer goes on with the rest. */
    private static final int RELEASED_AT_ONCE = 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);
    private static final String COLUMNS =
            "seq, id, consumer, event_id, type, keys, team, environment, state, attempts, error_class, error_message,"
                    + " first_failed_at, last_failed_at, concluded_by, concluded_at, reason, version, event";
    /** What belongs to no team is for those who may see every team's. */
    private static final String SEEN =
            "(?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))";

    private record Row(long seq, SetAsideEvent shown, CloudEvent event) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SetAside aside;
    private final AuditLog audit;
    private final Map<String, EventConsumer> consumers;
    private final String service;

    SetAsideEvents(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SetAside aside,
            AuditLog audit,
            List<EventConsumer> consumers,
            String service) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.aside = aside;
        this.audit = audit;
        this.consumers =
                consumers.stream().collect(Collectors.toUnmodifiableMap(EventConsumer::name, Function.identity()));
        this.service = service;
    }

    /**
     * Those of the caller's teams, the latest first, without the events themselves.
     *
     * @param state null for all
     * @param consumer null for all
     */
    public Page<SetAsideEvent> list(
            @Nullable SetAsideState state, @Nullable String consumer, @Nullable String cursor, int limit, Actor actor) {
        Long before = Cursors.number(cursor);
        String wanted = state == null ? null : state.id();
        List<Row> rows = jdbc.query(
                "select " + COLUMNS + " from set_aside_event where (?::text is null or state = ?)"
                        + " and (?::text is null or consumer = ?) and (?::bigint is null or seq < ?) and " + SEEN
                        + " order by seq desc limit ?",
                this::row,
                wanted,
                wanted,
                consumer,
                consumer,
                before,
                before,
                actor.teamParameter(),
                actor.teamParameter(),
                actor.environmentParameter(),
                actor.environmentParameter(),
                limit + 1);
        return Page.of(rows, limit, row -> Cursors.encode(row.seq())).map(row -> row.shown());
    }

    /** One of them, with the event. */
    public SetAsideEvent show(UUID id, Actor actor) {
        return whole(find(id, "", actor));
    }

    /**
     * Has the consumer handle an event now, in one transaction with its end here; and then, as far as it gets, those that waited
     * behind it.
     *
     * @return what has become of it: handled, or set aside still with one attempt more
     */
    public SetAsideEvent retry(UUID id, @Nullable String ifMatch, Actor actor) {
        Row[] tried = new Row[1];
        try {
            transactions.executeWithoutResult(status -> {
                Row row = find(id, " for update", actor);
                ETags.requireMatch(ifMatch, row.shown().version());
                if (row.shown().state() != SetAsideState.SET_ASIDE) {
                    throw ProblemException.of(
                            ErrorCode.CONFLICT,
                            "event " + id + " is " + row.shown().state().id() + ", and only one that is "
                                    + SetAsideState.SET_ASIDE.id() + " can be retried");
                }
                EventConsumer consumer = consumer(row);
                audit.record(entry("retry", row)
                        .change(Map.of("state", row.shown().state()), Map.of("state", SetAsideState.HANDLED)));
                tried[0] = row;
                asTheConsumer(() -> consumer.handle(row.event()));
                aside.conclude(row.seq(), SetAsideState.HANDLED, actor.id(), null);
            });
        } catch (RuntimeException | Error failure) {
            Row row = tried[0];
            if (row == null) {
                throw failure;
            }
            if (Outages.explain(failure)) {
                LOG.warn(
                        "event {} cannot be retried at the moment: {}",
                        row.event().id(),
                        failure.toString());
                throw ProblemException.retryLater(
                        ErrorCode.UNAVAILABLE,
                        "the database or another service is away, so event " + id + " cannot be handled at the moment",
                        RETRY_AFTER);
            }
            LOG.warn(
                    "{} failed again on event {}",
                    row.shown().consumer(),
                    row.event().id(),
                    failure);
            transactions.executeWithoutResult(status -> {
                aside.failedAgain(row.seq(), failure, true);
                audit.record(entry("retry", row).outcome(AuditOutcome.FAILED));
            });
            return show(id, actor);
        }
        release(Objects.requireNonNull(tried[0]));
        return show(id, actor);
    }

    /** Decides that an event is not to be handled, which lets those behind it go on. */
    public SetAsideEvent dismiss(UUID id, @Nullable String reason, @Nullable String ifMatch, Actor actor) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST_REASON + " characters");
        }
        Row dismissed = Objects.requireNonNull(transactions.execute(status -> {
            Row row = find(id, " for update", actor);
            ETags.requireMatch(ifMatch, row.shown().version());
            SetAsideState state = row.shown().state();
            if (state != SetAsideState.SET_ASIDE && state != SetAsideState.BEHIND) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT, "event " + id + " is " + state.id() + " and cannot be dismissed");
            }
            aside.conclude(row.seq(), SetAsideState.DISMISSED, actor.id(), reason.strip());
            audit.record(entry("dismiss", row)
                    .change(
                            Map.of("state", state),
                            Map.of("state", SetAsideState.DISMISSED, "reason", reason.strip())));
            return row;
        }));
        release(dismissed);
        return show(id, actor);
    }

    /** What waited behind one goes on at once as far as it gets; the rest is its consumer's. */
    private void release(Row row) {
        EventConsumer consumer = consumers.get(row.shown().consumer());
        if (consumer == null) {
            return;
        }
        try {
            asTheConsumer(() -> aside.release(consumer, RELEASED_AT_ONCE));
        } catch (RuntimeException later) {
            LOG.warn(
                    "what waited behind event {} is left to {}: {}",
                    row.event().id(),
                    consumer.name(),
                    later.toString());
        }
    }

    /** A handler acts for the service, as it would have when the event came, and not for whoever has it tried again. */
    private static void asTheConsumer(Runnable work) {
        SecurityContext caller = SecurityContextHolder.getContext();
        SecurityContextHolder.clearContext();
        try {
            work.run();
        } finally {
            SecurityContextHolder.setContext(caller);
        }
    }

    private EventConsumer consumer(Row row) {
        EventConsumer consumer = consumers.get(row.shown().consumer());
        if (consumer == null) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "this release has no consumer " + row.shown().consumer() + "; the event can only be dismissed");
        }
        return consumer;
    }

    private AuditEntry entry(String verb, Row row) {
        return AuditEntry.of(
                        "set-aside-event." + verb,
                        "set-aside-event",
                        row.shown().id().toString())
                .in(row.shown().team(), row.shown().environment());
    }

    private Row find(UUID id, String lock, Actor actor) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from set_aside_event where id = ? and " + SEEN + lock,
                        this::row,
                        id,
                        actor.teamParameter(),
                        actor.teamParameter(),
                        actor.environmentParameter(),
                        actor.environmentParameter())
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("event that was set aside,", id));
    }

    private static SetAsideEvent whole(Row row) {
        SetAsideEvent shown = row.shown();
        return new SetAsideEvent(
                shown.service(),
                shown.id(),
                shown.consumer(),
                shown.eventId(),
                shown.type(),
                shown.keys(),
                shown.team(),
                shown.environment(),
                shown.state(),
                shown.attempts(),
                shown.errorClass(),
                shown.errorMessage(),
                shown.firstFailedAt(),
                shown.lastFailedAt(),
                shown.concludedBy(),
                shown.concludedAt(),
                shown.reason(),
                shown.version(),
                row.event());
    }

    private Row row(ResultSet row, int index) throws SQLException {
        Timestamp concluded = row.getTimestamp(16);
        return new Row(
                row.getLong(1),
                new SetAsideEvent(
                        service,
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getObject(4, UUID.class),
                        row.getString(5),
                        List.of((String[]) row.getArray(6).getArray()),
                        row.getString(7),
                        row.getString(8),
                        SetAsideState.of(row.getString(9)),
                        row.getInt(10),
                        row.getString(11),
                        row.getString(12),
                        row.getTimestamp(13).toInstant(),
                        row.getTimestamp(14).toInstant(),
                        row.getObject(15, UUID.class),
                        concluded == null ? null : concluded.toInstant(),
                        row.getString(17),
                        row.getLong(18),
                        null),
                aside.event(row.getString(19)));
    }
}
