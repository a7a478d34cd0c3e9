package io.swen.gitops.change;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The durable queue of stages that can be run: claimed under a lease, given back or ended by its owner alone. */
@Component
public class StageQueue {

    private static final long CLAIM_LOCK = 0x5357_454e_0001L;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    StageQueue(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Claims the stage that has waited longest, if one can run. A plan or an apply waits while another change touches the
     * same workload in the cloud, or the same environment's Terraform state; what that one has dropped and keeps no more does not
     * count. Of those whose worker ended more than once, one runs at a time: what ends the process each time is not to count
     * against what only ran beside it.
     */
    @Transactional
    public Optional<StageLease> claim(String owner, Duration lease) {
        // Claims are serialised, because two that look at the same workload at once would not see each other.
        jdbc.queryForList("select pg_advisory_xact_lock(?)", CLAIM_LOCK);
        List<StageLease> claimed = jdbc.query(
                """
                update change_stage set state = 'RUNNING', owner = ?, fence = fence + 1,
                    attempts = attempts + case when was_polling then 0 else 1 end, polling = false,
                    deaths = case when was_held then deaths + 1 else 0 end,
                    started_at = coalesce(started_at, ?),
                    first_claimed_at = coalesce(first_claimed_at, clock_timestamp()),
                    lease_until = clock_timestamp() + make_interval(secs => ?)
                from (
                    select s.change_id as of_change, s.name as of_stage, s.polling as was_polling,
                        s.lease_until is not null as was_held
                    from change_stage s
                    join change c on c.id = s.change_id and c.stage = s.name
                    where c.state = 'RUNNING' and s.state in ('WAITING', 'RUNNING')
                      and s.not_before <= clock_timestamp()
                      and (s.lease_until is null or s.lease_until < clock_timestamp())
                      and not (s.lease_until is not null and s.deaths > 0 and exists (
                            select 1 from change_stage suspect where suspect.deaths > 1
                              and suspect.state = 'RUNNING' and suspect.lease_until >= clock_timestamp()))
                      and not (s.name in ('PLAN', 'APPLY') and s.attempts = 0 and exists (
                            select 1 from change_item mine
                            join change_item theirs on theirs.workload_id = mine.workload_id
                                and theirs.change_id <> mine.change_id
                            join change other on other.id = theirs.change_id and other.state = 'RUNNING'
                            join change_stage o on o.change_id = other.id and o.name = 'APPLY'
                            where mine.change_id = c.id and (o.attempts > 0 or (other.stage = 'APPLY' and other.id < c.id))
                              and not (exists (
                                    select 1 from deployment d where d.change_id = theirs.change_id
                                      and d.workload_id = theirs.workload_id and d.state in ('LOST', 'TERMINATED'))
                                and exists (
                                    select 1 from change_item rest where rest.change_id = theirs.change_id
                                      and rest.workload_id <> theirs.workload_id))))
                      and not (s.name in ('PLAN', 'APPLY') and s.attempts = 0 and c.kind = 'TERRAFORM' and exists (
                            select 1 from change other
                            join change_stage o on o.change_id = other.id and o.name = 'APPLY'
                            where other.kind = 'TERRAFORM' and other.environment = c.environment and other.id <> c.id
                              and other.state = 'RUNNING'
                              and (o.attempts > 0 or (other.stage = 'APPLY' and other.id < c.id))))
                    order by s.not_before, s.change_id limit 1
                    for update of s skip locked) next
                where change_id = next.of_change and name = next.of_stage
                returning change_id, name, attempts, fence, started_at,
                    extract(epoch from clock_timestamp() - first_claimed_at), next.was_polling, deaths,
                    (select t.traceparent from change_trace t where t.change_id = next.of_change)
                """,
                (row, index) -> new StageLease(
                        row.getObject(1, UUID.class),
                        StageName.valueOf(row.getString(2)),
                        row.getInt(3),
                        row.getLong(4),
                        owner,
                        row.getTimestamp(5).toInstant(),
                        Duration.ofMillis((long) (row.getDouble(6) * 1000)),
                        row.getBoolean(7),
                        row.getInt(8),
                        row.getString(9)),
                owner,
                Timestamp.from(clock.instant()),
                lease.toMillis() / 1000.0);
        return claimed.stream().findFirst();
    }

    /** Prolongs the leases that an owner still works on. */
    @Transactional
    public void renew(Collection<StageLease> leases, Duration lease) {
        for (StageLease held : leases) {
            jdbc.update(
                    "update change_stage set lease_until = clock_timestamp() + make_interval(secs => ?)"
                            + " where change_id = ? and name = ? and fence = ? and owner = ?",
                    lease.toMillis() / 1000.0,
                    held.changeId(),
                    held.stage().name(),
                    held.fence(),
                    held.owner());
        }
    }

    /** Gives a stage back to be run again after a pause: because something has to happen first, or after a failure. */
    @Transactional
    public void again(StageLease lease, Duration pause, boolean afterFailure, String summary) {
        int updated = jdbc.update(
                "update change_stage set owner = null, lease_until = null, polling = ?, summary = ?,"
                        + " not_before = clock_timestamp() + make_interval(secs => ?)"
                        + " where change_id = ? and name = ? and fence = ? and owner = ?",
                !afterFailure,
                summary,
                pause.toMillis() / 1000.0,
                lease.changeId(),
                lease.stage().name(),
                lease.fence(),
                lease.owner());
        if (updated != 1) {
            throw new LostLeaseException(lease);
        }
    }

    /** Ends the stage for its owner, in the transaction of the change's transition. */
    void end(StageLease lease, StageState state, String summary) {
        int updated = jdbc.update(
                "update change_stage set state = ?, summary = ?, finished_at = ?, owner = null, lease_until = null"
                        + " where change_id = ? and name = ? and fence = ? and owner = ?",
                state.name(),
                summary,
                Timestamp.from(clock.instant()),
                lease.changeId(),
                lease.stage().name(),
                lease.fence(),
                lease.owner());
        if (updated != 1) {
            throw new LostLeaseException(lease);
        }
    }

    /** Fails unless the lease is still held; the row stays locked until the transaction ends. */
    void requireHeld(StageLease lease) {
        List<Integer> held = jdbc.query(
                "select 1 from change_stage where change_id = ? and name = ? and fence = ? and owner = ? for update",
                (row, index) -> row.getInt(1),
                lease.changeId(),
                lease.stage().name(),
                lease.fence(),
                lease.owner());
        if (held.isEmpty()) {
            throw new LostLeaseException(lease);
        }
    }

    /** Lets every stage that waits for something be looked at again at once. */
    void wakeWaiting() {
        jdbc.update("update change_stage set not_before = clock_timestamp() where (change_id, name) in ("
                + "select change_id, name from change_stage where state = 'RUNNING' and polling"
                + " and not_before > clock_timestamp() for update skip locked)");
    }

    /** Lets a stage be claimed at once. */
    void wake(UUID changeId, StageName stage) {
        jdbc.update(
                "update change_stage set not_before = clock_timestamp() where change_id = ? and name = ?",
                changeId,
                stage.name());
    }
}
