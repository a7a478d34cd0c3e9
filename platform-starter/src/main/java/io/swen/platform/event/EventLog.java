package io.swen.platform.event;

import io.swen.platform.id.Uuids;
import io.swen.platform.security.Actor;
import io.swen.platform.trace.Traces;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Appends events in the transaction of the change that they tell of. */
public class EventLog {

    static final String INSERT =
            "insert into event_log (id, type, subject, time, team, environment, actor_id, traceparent, data)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final EventSignal signal;
    private final Traces traces;

    EventLog(JdbcTemplate jdbc, JsonMapper json, Clock clock, EventSignal signal, Traces traces) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.signal = signal;
        this.traces = traces;
    }

    /** Appends on behalf of the caller at hand, if there is one. */
    public void append(Event event) {
        Actor actor = Actor.currentOrNull();
        append(event, actor == null ? null : actor.id());
    }

    /** Appends on behalf of an actor who is known from a stored row, such as the author of a workload. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Event event, @Nullable UUID actorId) {
        appendAll(List.of(event), actorId);
    }

    /** Appends many at once, in order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void appendAll(List<Event> events, @Nullable UUID actorId) {
        Timestamp now = Timestamp.from(clock.instant());
        String traceparent = traces.current();
        jdbc.batchUpdate(
                INSERT,
                events.stream()
                        .map(event -> new @Nullable Object[] {
                            Uuids.next(),
                            CloudEvent.TYPE_PREFIX + event.type(),
                            event.subject(),
                            now,
                            event.team(),
                            event.environment(),
                            actorId,
                            traceparent,
                            json.writeValueAsString(event.data())
                        })
                        .toList());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                signal.raise();
            }
        });
    }

    /** Wakes the readers that wait, after a bulk writer committed rows of its own to {@code event_log}. */
    public void wakeReaders() {
        signal.raise();
    }
}
