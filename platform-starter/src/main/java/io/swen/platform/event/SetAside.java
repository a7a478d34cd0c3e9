package io.swen.platform.event;

import io.swen.platform.id.Uuids;
import io.swen.platform.redaction.Redaction;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the events that consumers failed on, and hands those that waited behind another to their consumer once it is out of the
 * way.
 *
 * <p>An event is set aside in one transaction with its mark in {@code event_inbox}, as if it had been handled: whichever instance
 * comes to a later one has passed it, and finds it here.
 */
final class SetAside {

    /** What became of an attempt to set an event aside. */
    enum Result {
        DONE,
        /** Another instance handled or set aside this event. */
        OVERTAKEN,
        /** There is no room for it. */
        FULL
    }

    private record Waiting(long seq, CloudEvent event, int attempts) {}

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    /** Concluded events that are kept to be looked up. */
    private static final int MOST_CONCLUDED = 1_000;

    private static final int LONGEST_MESSAGE = 1_000;
    private static final String OPEN = "state in ('set_aside', 'behind')";
    private static final String NOT_ENDED = "the process ended, or was stopped, while it was handled";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final EventProperties properties;

    SetAside(JdbcTemplate jdbc, TransactionTemplate transactions, JsonMapper json, EventProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
        this.properties = properties;
    }

    /** How many events of a consumer are open: set aside, or behind one that is. */
    int open(String consumer) {
        Integer open = jdbc.queryForObject(
                "select count(*) from set_aside_event where consumer = ? and " + OPEN, Integer.class, consumer);
        return open == null ? 0 : open;
    }

    boolean hasRoom(EventConsumer consumer) {
        return open(consumer.name()) < properties.mostSetAside();
    }

    /** What an event tells of; one that the consumer cannot read tells of its subject. */
    static Set<String> keys(EventConsumer consumer, CloudEvent event) {
        try {
            return consumer.keys(event);
        } catch (RuntimeException unreadable) {
            LOG.warn("{} cannot tell what event {} is of: {}", consumer.name(), event.id(), unreadable.toString());
            return Set.of(event.subject());
        }
    }

    /**
     * Counts an attempt, and commits that: before it is made where it may end the process, else after it failed.
     *
     * @param failure null where it is not made yet
     * @return how many there are now; 0 where the event is set aside already
     */
    int attempt(EventConsumer consumer, CloudEvent event, @Nullable Throwable failure) {
        return transactions.execute(status -> jdbc
                .query(
                        """
                        insert into set_aside_event as known
                            (id, consumer, event_id, type, keys, team, environment, event, state, attempts, error_class, error_message)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, 'failing', 1, ?, ?)
                        on conflict (consumer, event_id) do update set
                            attempts = case known.state when 'failing' then known.attempts + 1 else 1 end,
                            first_failed_at = case known.state when 'failing' then known.first_failed_at else clock_timestamp() end,
                            last_failed_at = clock_timestamp(), state = 'failing', version = known.version + 1,
                            error_class = coalesce(excluded.error_class, known.error_class),
                            error_message = case when excluded.error_class is null and known.error_class is not null
                                then known.error_message else excluded.error_message end,
                            concluded_by = null, concluded_at = null, reason = null
                        where known.state not in ('set_aside', 'behind')
                        returning attempts
                        """,
                        (row, index) -> row.getInt(1),
                        Uuids.next(),
                        consumer.name(),
                        event.id(),
                        event.type(),
                        keys(consumer, event).toArray(String[]::new),
                        event.team(),
                        event.environment(),
                        json.writeValueAsString(event),
                        failure == null ? null : failure.getClass().getName(),
                        failure == null ? NOT_ENDED : message(failure))
                .stream()
                .findFirst()
                .orElse(0));
    }

    /** Notes how an attempt that was counted before has failed; answers how many there are, or 0 where nobody counts any more. */
    int failed(EventConsumer consumer, CloudEvent event, Throwable failure) {
        return transactions.execute(status -> jdbc
                .query(
                        "update set_aside_event set error_class = ?, error_message = ?, last_failed_at = clock_timestamp(),"
                                + " version = version + 1 where consumer = ? and event_id = ? and state = 'failing'"
                                + " returning attempts",
                        (row, index) -> row.getInt(1),
                        failure.getClass().getName(),
                        message(failure),
                        consumer.name(),
                        event.id())
                .stream()
                .findFirst()
                .orElse(0));
    }

    /** Takes back an attempt that was counted, as it says nothing of the event. */
    void forgive(EventConsumer consumer, CloudEvent event) {
        transactions.executeWithoutResult(status -> {
            jdbc.update(
                    "update set_aside_event set attempts = attempts - 1"
                            + " where consumer = ? and event_id = ? and state = 'failing'",
                    consumer.name(),
                    event.id());
            jdbc.update(
                    "delete from set_aside_event where consumer = ? and event_id = ? and state = 'failing' and attempts = 0",
                    consumer.name(),
                    event.id());
        });
    }

    /** Forgets the attempts at an event that was handled after all, in its transaction. */
    void handled(EventConsumer consumer, CloudEvent event) {
        jdbc.update(
                "delete from set_aside_event where consumer = ? and event_id = ? and state = 'failing'",
                consumer.name(),
                event.id());
    }

    /** Forgets all attempts of a consumer, which has gone past the events, in the transaction in which it does so. */
    void passed(EventConsumer consumer) {
        jdbc.update("delete from set_aside_event where consumer = ? and state = 'failing'", consumer.name());
    }

    /**
     * Sets an event aside whose attempts are used up.
     *
     * @param cursor where the consumer stood when it read the event
     */
    Result setAside(EventConsumer consumer, CloudEvent event, @Nullable String cursor) {
        return transactions.execute(status -> {
            int first = jdbc.update(
                    "insert into event_inbox (consumer, event_id) values (?, ?) on conflict do nothing",
                    consumer.name(),
                    event.id());
            if (first == 0 || !stands(consumer.name(), cursor)) {
                status.setRollbackOnly();
                return Result.OVERTAKEN;
            }
            if (!hasRoom(consumer)) {
                status.setRollbackOnly();
                return Result.FULL;
            }
            jdbc.update(
                    "update set_aside_event set state = 'set_aside', version = version + 1"
                            + " where consumer = ? and event_id = ? and state = 'failing'",
                    consumer.name(),
                    event.id());
            return Result.DONE;
        });
    }

    /** Whether nobody has moved a consumer since; nobody can until the transaction at hand ends. */
    private boolean stands(String consumer, @Nullable String cursor) {
        jdbc.update("insert into event_cursor (consumer, cursor) values (?, null) on conflict do nothing", consumer);
        return !jdbc.query(
                        "select 1 from event_cursor where consumer = ? and cursor is not distinct from ? for update",
                        (row, index) -> 1,
                        consumer,
                        cursor)
                .isEmpty();
    }

    /**
     * Puts an event behind an open one with a key in common, if there is one, in the transaction that takes the event in. That
     * one cannot be concluded until it ends.
     *
     * @throws NoRoomException where as many are set aside as may be
     */
    boolean putBehind(EventConsumer consumer, CloudEvent event) {
        String[] keys = keys(consumer, event).toArray(String[]::new);
        boolean none = jdbc.query(
                        "select seq from set_aside_event where consumer = ? and event_id <> ? and " + OPEN
                                + " and keys && ?::text[] limit 1 for update",
                        (row, index) -> row.getLong(1),
                        consumer.name(),
                        event.id(),
                        keys)
                .isEmpty();
        if (none) {
            return false;
        }
        if (!hasRoom(consumer)) {
            throw new NoRoomException(consumer.name(), properties.mostSetAside());
        }
        jdbc.update(
                """
                insert into set_aside_event as known
                    (id, consumer, event_id, type, keys, team, environment, event, state, attempts)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, 'behind', 0)
                on conflict (consumer, event_id) do update set state = 'behind', attempts = 0, version = known.version + 1,
                    error_class = null, error_message = null, concluded_by = null, concluded_at = null, reason = null
                where known.state not in ('set_aside', 'behind')
                """,
                Uuids.next(),
                consumer.name(),
                event.id(),
                event.type(),
                keys,
                event.team(),
                event.environment(),
                json.writeValueAsString(event));
        return true;
    }

    /**
     * Has those handled that waited behind others and do so no more, in their order, each in a transaction of its own; until
     * there is none left, one fails, or as many were as given.
     */
    void release(EventConsumer consumer, int most) {
        int handled = 0;
        while (handled < most && releaseNext(consumer)) {
            handled++;
        }
    }

    private boolean releaseNext(EventConsumer consumer) {
        Waiting[] tried = new Waiting[1];
        try {
            return transactions.execute(status -> {
                Optional<Waiting> next = next(consumer.name());
                next.ifPresent(waiting -> {
                    tried[0] = waiting;
                    consumer.handle(waiting.event());
                    conclude(waiting.seq(), SetAsideState.HANDLED, null, null);
                });
                return next.isPresent();
            });
        } catch (RuntimeException | Error failure) {
            Waiting waiting = tried[0];
            if (waiting == null || Outages.explain(failure)) {
                throw failure;
            }
            boolean given = waiting.attempts() + 1 >= properties.attempts();
            LOG.warn(
                    "{} failed on event {}, which had been set aside behind another, attempt {} of {}",
                    consumer.name(),
                    waiting.event().id(),
                    waiting.attempts() + 1,
                    properties.attempts(),
                    failure);
            failedAgain(waiting.seq(), failure, given);
            return false;
        }
    }

    /** The first that waits behind none any more, locked; what another instance is at is left to it. */
    private Optional<Waiting> next(String consumer) {
        return jdbc
                .query(
                        "select e.seq, e.event, e.attempts from set_aside_event e where e.consumer = ? and e.state = 'behind'"
                                + " and not exists (select 1 from set_aside_event o where o.consumer = e.consumer"
                                + " and o.state in ('set_aside', 'behind') and o.seq < e.seq and o.keys && e.keys)"
                                + " order by e.seq limit 1 for update of e skip locked",
                        (row, index) -> new Waiting(row.getLong(1), event(row.getString(2)), row.getInt(3)),
                        consumer)
                .stream()
                .findFirst();
    }

    /** Ends an open event, in the transaction at hand. */
    void conclude(long seq, SetAsideState state, @Nullable UUID by, @Nullable String reason) {
        jdbc.update(
                "update set_aside_event set state = ?, concluded_by = ?, concluded_at = clock_timestamp(), reason = ?,"
                        + " version = version + 1 where seq = ?",
                state.id(),
                by,
                reason,
                seq);
        jdbc.update(
                "delete from set_aside_event where seq in (select seq from set_aside_event where concluded_at is not null"
                        + " order by concluded_at desc offset ?)",
                MOST_CONCLUDED);
    }

    /** Notes that an open event failed once more. */
    void failedAgain(long seq, Throwable failure, boolean setAside) {
        transactions.executeWithoutResult(status -> jdbc.update(
                "update set_aside_event set attempts = attempts + 1, error_class = ?, error_message = ?,"
                        + " last_failed_at = clock_timestamp(), version = version + 1,"
                        + " state = case when ? then 'set_aside' else state end where seq = ? and "
                        + OPEN,
                failure.getClass().getName(),
                message(failure),
                setAside,
                seq));
    }

    CloudEvent event(String document) {
        return json.readValue(document, CloudEvent.class);
    }

    private static String message(Throwable failure) {
        String masked = Redaction.maskPersonal(Redaction.mask(String.valueOf(failure.getMessage())));
        return masked.length() > LONGEST_MESSAGE ? masked.substring(0, LONGEST_MESSAGE) : masked;
    }

    /** The attempts at an event were used up before, by a process that ended or by another instance. */
    static final class UsedUpException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsedUpException(int attempts) {
            super(attempts + " attempts were begun, and no more may be");
        }
    }

    /** As many events of a consumer are set aside as may be, so that it stops. */
    static final class NoRoomException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoRoomException(String consumer, int most) {
            super(most + " events of " + consumer + " are set aside, and no more may be");
        }
    }
}
