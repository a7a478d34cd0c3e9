package io.swen.routing.spot;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What was seen of losing spot capacity, by pool. */
@Repository
class PoolStore {

    private static final int MOST_POOLS = 10_000;

    /**
     * A pool.
     *
     * @param losses as of now
     */
    record Seen(
            String zone,
            String instanceType,
            LossCount losses,
            @Nullable Instant lastLostAt) {

        String name() {
            return zone + "/" + instanceType;
        }
    }

    /** What runs on a spot offer. */
    record AtRisk(String offerId, int replicas) {}

    private final JdbcTemplate jdbc;
    private final SpotProperties properties;

    PoolStore(JdbcTemplate jdbc, SpotProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /**
     * Locks the clock that the time at risk is counted by until the transaction ends, and moves it on.
     *
     * @return since when it has to be counted; empty where another instance counts, or where nothing was counted before
     */
    Optional<Instant> countFrom(Instant now) {
        List<@Nullable Timestamp> clock = jdbc.query(
                "select counted_until from spot_clock for update skip locked", (row, index) -> row.getTimestamp(1));
        if (clock.isEmpty()) {
            return Optional.empty();
        }
        jdbc.update("update spot_clock set counted_until = ?", Timestamp.from(now));
        Timestamp until = clock.getFirst();
        return until == null ? Optional.empty() : Optional.of(until.toInstant());
    }

    /** The spot offers that something runs on. */
    List<AtRisk> atRisk() {
        return jdbc.query(
                "select d.offer_id, sum((w.spec -> 'container' ->> 'replicas')::int) from workload w"
                        + " join placement_decision d on d.id = w.decision_id"
                        + " where w.state = 'running' and d.offer_id like '%/spot' group by 1 order by 1 limit ?",
                (row, index) -> new AtRisk(row.getString(1), row.getInt(2)), MOST_POOLS);
    }

    /** Adds losses that were to be expected. */
    void expect(String zone, String instanceType, double losses, Instant now) {
        add(zone, instanceType, 0, losses, now, null);
    }

    /** Counts the loss of the place that a decision chose; false when it was counted before. */
    boolean lose(UUID decision, String zone, String instanceType, Instant at) {
        boolean counts = jdbc.update(
                        "insert into spot_loss (decision_id, at) values (?, ?) on conflict do nothing",
                        decision,
                        Timestamp.from(at))
                > 0;
        if (counts) {
            add(zone, instanceType, 1, 0, at, at);
        }
        return counts;
    }

    private void add(
            String zone, String instanceType, double lost, double expected, Instant at, @Nullable Instant lastLostAt) {
        jdbc.update(
                "insert into spot_pool as p (zone, instance_type, lost, expected, at, last_lost_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (zone, instance_type) do update set"
                        + " lost = p.lost * power(0.5, " + AGE + ") + excluded.lost,"
                        + " expected = p.expected * power(0.5, " + AGE + ") + excluded.expected,"
                        + " at = greatest(p.at, excluded.at),"
                        + " last_lost_at = coalesce(excluded.last_lost_at, p.last_lost_at)",
                zone,
                instanceType,
                lost,
                expected,
                Timestamp.from(at),
                lastLostAt == null ? null : Timestamp.from(lastLostAt),
                halfLife(),
                halfLife());
    }

    /** Half-lives from what a row is of until what is added. */
    private static final String AGE = "greatest(0, extract(epoch from excluded.at - p.at))::double precision / ?";

    private double halfLife() {
        return properties.halfLife().toSeconds();
    }

    /** All pools of which something was seen, the counts faded until now. */
    List<Seen> all(Instant now) {
        return jdbc.query(
                "select zone, instance_type, lost, expected, at, last_lost_at from spot_pool order by zone, instance_type"
                        + " limit ?",
                (row, index) -> {
                    double elapsed = Math.max(
                            0,
                            Duration.between(row.getTimestamp(5).toInstant(), now)
                                    .toSeconds());
                    Timestamp lost = row.getTimestamp(6);
                    return new Seen(
                            row.getString(1),
                            row.getString(2),
                            new LossCount(row.getDouble(3), row.getDouble(4)).faded(elapsed, halfLife()),
                            lost == null ? null : lost.toInstant());
                },
                MOST_POOLS);
    }

    /** The spot offer that a decision chose, if it chose one. */
    Optional<String> spotOffer(UUID decision) {
        return jdbc
                .query(
                        "select offer_id from placement_decision where id = ? and offer_id like '%/spot'",
                        (row, index) -> String.valueOf(row.getString(1)), decision)
                .stream()
                .findFirst();
    }

    /** The newest decision of a workload. */
    Optional<UUID> decision(String workload) {
        return jdbc
                .query(
                        "select decision_id from workload where id = ? and decision_id is not null",
                        (row, index) -> row.getObject(1, UUID.class),
                        workload)
                .stream()
                .findFirst();
    }
}
