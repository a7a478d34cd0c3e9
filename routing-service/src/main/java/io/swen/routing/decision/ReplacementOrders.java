package io.swen.routing.decision;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The durable queue of what gitops-service asked for; each order is answered once, by an event. */
@Service
public class ReplacementOrders {

    private static final String PREFIX = "replacement:";

    /** An order that waits, and how often it was tried. */
    public record Waiting(ReplacementOrder order, int attempts) {}

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final EventLog events;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ReplacementOrders(JdbcTemplate jdbc, JsonMapper json, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** Has something done whenever an order was stored. */
    public void onArrival(Runnable listener) {
        listeners.add(listener);
    }

    /** Stores an order, once by its id. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(ReplacementOrder order) {
        jdbc.update(
                "insert into replacement_run (id, request, state, received_at) values (?, ?::jsonb, 'waiting', ?)"
                        + " on conflict (id) do nothing",
                order.requestId(),
                json.writeValueAsString(order),
                Timestamp.from(clock.instant()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listeners.forEach(Runnable::run);
            }
        });
    }

    /** The oldest that waits, for as long as the lease runs; whoever dies with it loses it then. */
    @Transactional
    public Optional<Waiting> claim(Duration lease) {
        return jdbc
                .query(
                        "update replacement_run set attempts = attempts + 1, lease_until = now() + make_interval(secs => ?)"
                                + " where id = (select id from replacement_run where state = 'waiting' and lease_until <= now()"
                                + " order by received_at limit 1 for update skip locked) returning request, attempts",
                        (row, index) -> waiting(row),
                        lease.toMillis() / 1000.0)
                .stream()
                .findFirst();
    }

    /** Gives a claim back before its lease ends. */
    @Transactional
    public void yield(UUID id, Duration pause) {
        jdbc.update(
                "update replacement_run set lease_until = now() + make_interval(secs => ?) where id = ? and state = 'waiting'",
                pause.toMillis() / 1000.0,
                id);
    }

    /** Whether the order still waits for its answer; its row is locked until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lockWaiting(UUID id) {
        return !jdbc.query(
                        "select 1 from replacement_run where id = ? and state = 'waiting' for update",
                        (row, index) -> row.getInt(1),
                        id)
                .isEmpty();
    }

    /**
     * Answers an order.
     *
     * @param launches how many instances the answer asks of each region
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void answer(ReplacementOrder order, ReplacementAnswer answer, Map<String, Integer> launches) {
        jdbc.update(
                "update replacement_run set state = 'answered', decided_at = ?, result = ?::jsonb, launches = ?::jsonb where id = ?",
                Timestamp.from(clock.instant()),
                json.writeValueAsString(answer),
                json.writeValueAsString(launches),
                order.requestId());
        events.append(
                new Event(
                        ReplacementAnswer.TYPE,
                        order.requestId().toString(),
                        order.team(),
                        order.environment(),
                        answer),
                null);
    }

    /** How many instances the answers since a moment ask of each region. */
    @Transactional(readOnly = true)
    public Map<String, Integer> launches(Instant since) {
        Map<String, Integer> launches = new HashMap<>();
        jdbc.query(
                "select region, sum(count::int) from replacement_run, jsonb_each_text(launches) as launch (region, count)"
                        + " where launches is not null and decided_at >= ? group by region",
                row -> {
                    launches.put(row.getString(1), row.getInt(2));
                },
                Timestamp.from(since));
        return launches;
    }

    /** The key under which what some of one author's workloads were decided to is handed over. */
    static String groupKey(UUID requestId, UUID author, int number) {
        return PREFIX + requestId + ":" + author + ":" + number;
    }

    /** The order behind a key. */
    ReplacementOrder orderOf(String groupKey) {
        UUID id = UUID.fromString(groupKey.split(":", -1)[1]);
        return jdbc
                .query(
                        "select request, attempts from replacement_run where id = ?",
                        (row, index) -> waiting(row).order(),
                        id)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no order " + id));
    }

    private Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(json.readValue(row.getString(1), ReplacementOrder.class), row.getInt(2));
    }
}
