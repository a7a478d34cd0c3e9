package io.swen.routing.workload;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored workloads, for those who decide and hand over: everything here runs in the caller's transaction, locks the
 * workload's row, and writes history and event beside each move.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Workloads {

    private final WorkloadRepository repository;
    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final JsonMapper json;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    Workloads(WorkloadRepository repository, JdbcTemplate jdbc, EventLog events, JsonMapper json, Clock clock) {
        this.repository = repository;
        this.jdbc = jdbc;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /** How many workloads wait for a decision. */
    @Transactional(readOnly = true)
    public long waiting() {
        Long count =
                jdbc.queryForObject("select count(*) from workload where state in ('submitted', 'moving')", Long.class);
        return count == null ? 0 : count;
    }

    /** Which of the workloads that wait for a decision come first. */
    public enum Order {
        /** Those of the highest priority, and among them those that wait longest. */
        PRIORITY("priority_rank desc, decide_after, id"),
        /** Those that wait longest, whatever their priority. */
        ARRIVAL("decide_after, id");

        private final String columns;

        Order(String columns) {
            this.columns = columns;
        }
    }

    /** Up to {@code limit} workloads that wait for a decision, locked, none of them claimed by another instance. */
    public List<Workload> claimWaiting(int limit, Order order) {
        return claim(
                "select id from workload where state in ('submitted', 'moving') and decide_after <= now()"
                        + " and not cancel_requested order by " + order.columns + " limit ? for update skip locked",
                limit);
    }

    /**
     * The workloads of a batch that still wait to be decided with it, by id.
     *
     * @param lock whether their rows stay locked until the transaction ends
     */
    public List<Workload> waitingInBatch(UUID batch, boolean lock) {
        return claim(
                "select id from workload where batch_id = ? and state = 'submitted' and decide_after >= ?"
                        + " and not cancel_requested order by id" + (lock ? " for update" : ""),
                batch,
                Timestamp.from(BulkIntake.NOT_ALONE));
    }

    /** Has the workloads of a batch that still wait decided one by one. */
    public void decideSingly(UUID batch) {
        jdbc.update(
                "update workload set decide_after = now() where batch_id = ? and state = 'submitted' and decide_after >= ?",
                batch,
                Timestamp.from(BulkIntake.NOT_ALONE));
    }

    /** Up to {@code limit} workloads that no offer of an earlier epoch fitted, locked. */
    public List<Workload> claimUnplaceable(long epoch, int limit) {
        return claim(
                "select id from workload where state = 'unplaceable' and unplaceable_epoch < ?"
                        + " order by unplaceable_epoch, id limit ? for update skip locked",
                epoch,
                limit);
    }

    private List<Workload> claim(String sql, Object... arguments) {
        List<String> ids = jdbc.query(sql, (row, index) -> row.getString(1), arguments);
        Map<String, WorkloadEntity> byId =
                repository.findAllById(ids).stream().collect(Collectors.toMap(WorkloadEntity::id, Function.identity()));
        return ids.stream().map(byId::get).map(this::snapshot).toList();
    }

    /** Where a workload stands, and the moment at which it came there. */
    public record Standing(WorkloadState state, Instant since) {}

    /** Where workloads stand, by id; those that are not known are missing. */
    @Transactional(readOnly = true)
    public Map<String, Standing> standings(List<String> ids) {
        return jdbc
                .query(
                        "select w.id, w.state, coalesce((select max(t.at) from workload_transition t"
                                + " where t.workload_id = w.id and t.to_state = w.state), w.created_at)"
                                + " from workload w where w.id = any (?)",
                        (row, index) -> Map.entry(
                                row.getString(1),
                                new Standing(
                                        WorkloadState.of(row.getString(2)),
                                        row.getTimestamp(3).toInstant())),
                        (Object) ids.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The workload, its row locked until the transaction ends. */
    public Optional<Workload> lock(String id) {
        return repository.lock(id).map(this::snapshot);
    }

    public void decided(String id, UUID decision, String why) {
        move(id, why, decision.toString(), (entity, now) -> entity.decided(decision, now));
    }

    public void unplaceable(String id, UUID decision, long epoch, String why) {
        move(id, why, decision.toString(), (entity, now) -> entity.unplaceable(decision, epoch, why, now));
    }

    /** It was unplaceable and still is on a newer epoch. */
    public void stillUnplaceable(String id, long epoch, String why) {
        entity(id).stillUnplaceable(epoch, why, clock.instant());
    }

    /** Deciding it failed; it is tried again after {@code pause} of wall time. */
    public void postpone(String id, String why, Duration pause) {
        entity(id).postpone(why, wall.instant().plus(pause), clock.instant());
    }

    /** Says what keeps it where it is. */
    public void note(String id, String why) {
        entity(id).note(why, clock.instant());
    }

    public void handedOver(String id, UUID change) {
        entity(id).handedOver(change, clock.instant());
    }

    public void awaitApproval(String id, @Nullable UUID change, @Nullable String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.awaitApproval(change, why, now));
    }

    public void deploy(String id, @Nullable UUID change, String cause) {
        move(id, null, cause, (entity, now) -> entity.deploy(change, now));
    }

    public void run(String id, @Nullable String why, String cause) {
        move(id, why, cause, WorkloadEntity::run);
    }

    /** Queues it for a new decision, not before {@code pause} of wall time has passed. */
    public void lose(String id, String why, Duration pause, String cause) {
        Instant after = wall.instant().plus(pause);
        move(id, why, cause, (entity, now) -> entity.lose(why, after, now));
    }

    /** Gives its place up for a better one; a decision follows in the same transaction, and it runs on meanwhile. */
    public void relocate(String id, @Nullable WorkloadSpec wanted, String why, String cause) {
        String spec = wanted == null ? null : json.writeValueAsString(wanted);
        move(id, why, cause, (entity, now) -> entity.relocate(spec, why, now));
    }

    /** A move came to nothing, so that it goes on at the place of an earlier decision, where it never ceased to run. */
    public void stay(
            String id, UUID decision, @Nullable UUID change, @Nullable String specBefore, String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.stay(decision, change, specBefore, why, now));
    }

    /** It is to end as soon as it is torn down. */
    public void requestCancel(String id, String why, String cause) {
        move(id, why, cause, WorkloadEntity::requestCancel);
    }

    public void complete(String id, @Nullable String why, String cause) {
        move(id, why, cause, WorkloadEntity::complete);
    }

    public void fail(String id, String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.fail(why, now));
    }

    public void cancel(String id, @Nullable String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.cancel(why, now));
    }

    /** What ran of it is gone, and it rests until it is resumed. */
    public void pause(String id, @Nullable String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.pause(why, now));
    }

    /** It was to rest, and the teardown was not allowed. */
    public void runOnAfterRefusedPause(String id, String why, String cause) {
        move(id, why, cause, (entity, now) -> entity.runOnAfterRefusedPause(why, now));
    }

    public void keepAfterRefusedTeardown(String id, String why) {
        entity(id).keepAfterRefusedTeardown(why, clock.instant());
    }

    public void foundRunning(String id) {
        entity(id).foundRunning(clock.instant());
    }

    public void tornDown(String id) {
        entity(id).tornDown(clock.instant());
    }

    /** Makes a named move and writes history and event beside it. */
    void move(String id, @Nullable String why, String cause, BiConsumer<WorkloadEntity, Instant> move) {
        WorkloadEntity entity = entity(id);
        WorkloadState from = entity.state();
        Instant now = clock.instant();
        move.accept(entity, now);
        jdbc.update(
                "insert into workload_transition (workload_id, from_state, to_state, at, reason, cause_id)"
                        + " values (?, ?, ?, ?, ?, ?)",
                id,
                from.id(),
                entity.state().id(),
                Timestamp.from(now),
                why,
                cause);
        events.append(
                new Event(
                        WorkloadEvents.CHANGED,
                        id,
                        entity.team(),
                        entity.environment(),
                        new WorkloadEvents.Changed(
                                id, from, entity.state(), why, entity.changeId(), entity.decisionId())),
                entity.authorId());
    }

    /** The managed entity; {@link #lock} or a claim came before in this transaction. */
    WorkloadEntity entity(String id) {
        return repository.findById(id).orElseThrow(() -> new IllegalStateException("workload " + id + " is gone"));
    }

    Workload snapshot(WorkloadEntity entity) {
        return entity.snapshot(json.readValue(entity.spec(), WorkloadSpec.class));
    }
}
