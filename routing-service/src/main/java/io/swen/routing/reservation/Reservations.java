package io.swen.routing.reservation;

import io.swen.platform.id.Uuids;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Counts what decisions take against quotas; everything runs in the transaction of the decision or of its end. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Reservations {

    /** What the quotas leave; null is unlimited. */
    public record Room(
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus) {}

    private record Taken(BigDecimal hourlyCost, long vcpus, long gpus) {}

    private final QuotaProperties properties;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Reservations(QuotaProperties properties, JdbcTemplate jdbc, Clock clock) {
        this.properties = properties;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What the quotas leave for a team in an environment. Until this transaction ends, no other decision is told anything of
     * the same quotas, so that what is reserved after this call is still there.
     */
    public Room room(String team, String environment) {
        BigDecimal cost = null;
        Integer vcpus = null;
        Integer gpus = null;
        // Always in the order of the configuration, so that two decisions cannot wait for each other.
        for (QuotaProperties.Quota quota : properties.quotas()) {
            if (!quota.holdsFor(team, environment)) {
                continue;
            }
            jdbc.query(
                    "select pg_advisory_xact_lock(hashtextextended(?, 0))",
                    row -> {},
                    "swen.routing.quota/" + quota.team() + "/" + quota.environment());
            Taken taken = taken(quota);
            if (quota.hourlyCost() != null) {
                BigDecimal left =
                        quota.hourlyCost().subtract(taken.hourlyCost()).max(BigDecimal.ZERO);
                cost = cost == null ? left : cost.min(left);
            }
            vcpus = less(vcpus, quota.vcpus(), taken.vcpus());
            gpus = less(gpus, quota.gpus(), taken.gpus());
        }
        return new Room(cost, vcpus, gpus);
    }

    /** Holds what a decision takes until its change ends. */
    public UUID hold(
            UUID decision,
            String workload,
            String team,
            String environment,
            BigDecimal hourlyCost,
            int vcpus,
            int gpus) {
        UUID id = Uuids.next();
        jdbc.update(
                "insert into reservation (id, decision_id, workload_id, team, environment, hourly_cost, vcpus, gpus, state,"
                        + " created_at) values (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?)",
                id,
                decision,
                workload,
                team,
                environment,
                hourlyCost,
                vcpus,
                gpus,
                Timestamp.from(clock.instant()));
        return id;
    }

    /** The decision's change succeeded: what was held is in use now. */
    public void use(UUID decision) {
        jdbc.update("update reservation set state = 'used' where decision_id = ? and state = 'held'", decision);
    }

    /** The decision takes nothing any more. */
    public void release(UUID decision, String reason) {
        jdbc.update(
                "update reservation set state = 'released', ended_at = ?, reason = ?"
                        + " where decision_id = ? and state <> 'released'",
                Timestamp.from(clock.instant()),
                reason,
                decision);
    }

    /** Nothing of the workload takes anything any more. */
    public void releaseAll(String workload, String reason) {
        jdbc.update(
                "update reservation set state = 'released', ended_at = ?, reason = ?"
                        + " where workload_id = ? and state <> 'released'",
                Timestamp.from(clock.instant()),
                reason,
                workload);
    }

    private Taken taken(QuotaProperties.Quota quota) {
        Taken taken = jdbc.queryForObject(
                "select coalesce(sum(hourly_cost), 0), coalesce(sum(vcpus), 0), coalesce(sum(gpus), 0) from reservation"
                        + " where state <> 'released' and (? = '*' or team = ?) and (? = '*' or environment = ?)",
                (row, index) -> new Taken(row.getBigDecimal(1), row.getLong(2), row.getLong(3)),
                quota.team(),
                quota.team(),
                quota.environment(),
                quota.environment());
        return taken == null ? new Taken(BigDecimal.ZERO, 0, 0) : taken;
    }

    private static @Nullable Integer less(@Nullable Integer known, @Nullable Integer limit, long taken) {
        if (limit == null) {
            return known;
        }
        int left = (int) Math.max(0, limit - taken);
        return known == null ? left : Math.min(known, left);
    }
}
