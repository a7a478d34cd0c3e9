package io.swen.routing.outcome;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.OfferIndex;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Meters running places and turns ended ones into outcomes. */
@Repository
class OutcomeStore {

    static final String LEDGER = "ledger";
    static final String OWN_METER = "own_meter";
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    /** An ended place that waits for its cost. */
    record Waiting(
            UUID decisionId,
            String workloadId,
            String zone,
            String instanceType,
            int replicas,
            @Nullable Instant startedAt,
            Instant endedAt,
            Instant endedWall) {}

    private record Running(UUID decisionId, String offerId, int replicas, BigDecimal usdPerHour) {}

    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final Clock clock;

    OutcomeStore(JdbcTemplate jdbc, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** Brings the meters of running places whose price changed up to now; returns how many there were. Several may do so at once. */
    @Transactional
    public int meter(OfferIndex index) {
        int changed = 0;
        Timestamp now = Timestamp.from(clock.instant());
        for (Running run : jdbc.query(
                "select decision_id, offer_id, replicas, usd_per_hour from placement_run where ended_at is null"
                        + " order by decision_id",
                (row, i) -> new Running(
                        row.getObject(1, UUID.class), row.getString(2), row.getInt(3), row.getBigDecimal(4)))) {
            int offer = index.find(run.offerId());
            if (offer < 0) {
                continue;
            }
            BigDecimal price = OfferIndex.amount(index.price(offer)).multiply(BigDecimal.valueOf(run.replicas()));
            if (price.compareTo(run.usdPerHour()) != 0) {
                changed += jdbc.update(
                        "update placement_run set accrued_usd = accrued_usd + usd_per_hour"
                                + " * extract(epoch from (?::timestamptz - metered_until))::numeric / 3600,"
                                + " metered_until = ?, usd_per_hour = ?"
                                + " where decision_id = ? and ended_at is null and usd_per_hour <> ? and metered_until <= ?",
                        now,
                        now,
                        price,
                        run.decisionId(),
                        price,
                        now);
            }
        }
        return changed;
    }

    /** Ended places whose turn it is, which are nobody else's until {@code lease} of wall time has passed. */
    @Transactional
    public List<Waiting> claim(int limit, Duration lease) {
        return jdbc.query(
                "update placement_run r set next_attempt_at = now() + make_interval(secs => ?) from (select decision_id"
                        + " from placement_run where ended_at is not null and next_attempt_at <= now()"
                        + " order by next_attempt_at limit ? for update skip locked) due"
                        + " where r.decision_id = due.decision_id returning r.decision_id, r.workload_id, r.zone,"
                        + " r.instance_type, r.replicas, r.started_at, r.ended_at, r.ended_wall",
                (row, i) -> {
                    Timestamp started = row.getTimestamp(6);
                    return new Waiting(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            started == null ? null : started.toInstant(),
                            row.getTimestamp(7).toInstant(),
                            row.getTimestamp(8).toInstant());
                },
                lease.toMillis() / 1_000.0,
                limit);
    }

    /** Looks again later. */
    @Transactional
    public void postpone(UUID decision, Duration pause) {
        jdbc.update(
                "update placement_run set next_attempt_at = now() + make_interval(secs => ?) where decision_id = ?",
                pause.toMillis() / 1_000.0,
                decision);
    }

    /**
     * Turns an ended place into an outcome and tells of it.
     *
     * @param ledger what telemetry's ledger says it cost; null for our own meter
     * @return false when somebody else did it
     */
    @Transactional
    public boolean record(UUID decision, @Nullable BigDecimal ledger) {
        List<Boolean> done = jdbc.query(
                "delete from placement_run where decision_id = ? and ended_at is not null returning *",
                (row, i) -> insert(row, ledger),
                decision);
        return !done.isEmpty();
    }

    private boolean insert(ResultSet run, @Nullable BigDecimal ledger) throws SQLException {
        Timestamp started = run.getTimestamp("started_at");
        Instant ended = run.getTimestamp("ended_at").toInstant();
        Ending ending = Ending.of(run.getString("ending"));
        UUID decision = run.getObject("decision_id", UUID.class);
        BigDecimal hours = started == null ? BigDecimal.ZERO : hours(started.toInstant(), ended);
        BigDecimal predicted = run.getBigDecimal("predicted_hourly").multiply(hours);
        BigDecimal metered = started == null
                ? BigDecimal.ZERO
                : run.getBigDecimal("accrued_usd")
                        .add(run.getBigDecimal("usd_per_hour")
                                .multiply(
                                        hours(run.getTimestamp("metered_until").toInstant(), ended)));
        Money predictedCost = Money.usd(predicted);
        Money realisedCost = Money.usd(ledger == null ? metered : ledger);
        Double ratio = predicted.signum() <= 0
                ? null
                : realisedCost.amount().divide(predicted, MathContext.DECIMAL64).doubleValue();
        Double queued = started == null
                ? null
                : Duration.between(run.getTimestamp("queued_at").toInstant(), started.toInstant())
                                .toMillis()
                        / 1_000.0;
        boolean interrupted = ending == Ending.INTERRUPTED;
        String basis = ledger == null ? OWN_METER : LEDGER;
        jdbc.update(
                "insert into placement_outcome (decision_id, workload_id, team, environment, kind, offer_id, zone, simulated,"
                        + " horizon_hours, features, decided_at, started_at, ended_at, ending, interrupted, hours_run,"
                        + " queue_seconds, predicted_cost, realised_cost, cost_ratio, cost_basis, recorded_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                decision,
                run.getString("workload_id"),
                run.getString("team"),
                run.getString("environment"),
                run.getString("kind"),
                run.getString("offer_id"),
                run.getString("zone"),
                run.getBoolean("simulated"),
                run.getDouble("horizon_hours"),
                run.getString("features"),
                run.getTimestamp("decided_at"),
                started,
                Timestamp.from(ended),
                ending.id(),
                interrupted,
                hours.doubleValue(),
                queued,
                predictedCost.amount(),
                realisedCost.amount(),
                ratio,
                basis,
                Timestamp.from(clock.instant()));
        events.append(
                new Event(
                        OutcomeEvents.RECORDED,
                        decision.toString(),
                        run.getString("team"),
                        run.getString("environment"),
                        new OutcomeEvents.Recorded(
                                decision,
                                run.getString("workload_id"),
                                run.getString("offer_id"),
                                ending,
                                interrupted,
                                hours.doubleValue(),
                                queued,
                                predictedCost,
                                realisedCost,
                                ratio,
                                basis,
                                run.getBoolean("simulated"),
                                ended)),
                run.getObject("author_id", UUID.class));
        return true;
    }

    private static BigDecimal hours(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        return BigDecimal.valueOf(millis).divide(MILLIS_PER_HOUR, MathContext.DECIMAL64);
    }
}
