package io.swen.routing.decision;

import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import io.swen.routing.placement.Factor;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Holds what decisions predicted against what their places came to. */
@Repository
class Outlook {

    private static final int MOST = 10_000;
    private static final double HOURS_PER_MONTH = 730;

    private final JdbcTemplate jdbc;

    Outlook(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Realised realised(PlacementDecision decision, DecisionInputs inputs) {
        WorkloadSpec spec = inputs.workload();
        double hours = spec.estimatedDurationHours() == null ? HOURS_PER_MONTH : spec.estimatedDurationHours();
        Double undisturbed = decision.contributions().stream()
                .filter(contribution -> contribution.factor() == Factor.RELIABILITY)
                .map(contribution -> contribution.value().doubleValue())
                .findFirst()
                .orElse(null);
        Realised.Predicted predicted = new Realised.Predicted(
                decision.hourlyCost(),
                decision.expectedTotalCost(),
                hours,
                undisturbed == null
                        ? null
                        : chance(undisturbed, spec.container().replicas(), 1));
        if (!decision.isPlaced()) {
            return new Realised(decision.id(), Realised.State.UNPLACEABLE, predicted, null, null);
        }
        Optional<Realised.Actual> actual = jdbc
                .query(
                        "select ending, interrupted, hours_run, queue_seconds, predicted_cost, realised_cost, cost_basis,"
                                + " simulated, started_at, ended_at from placement_outcome where decision_id = ?",
                        (row, i) -> actual(row),
                        decision.id())
                .stream()
                .findFirst();
        return new Realised(
                decision.id(),
                actual.isPresent() ? Realised.State.ENDED : Realised.State.OPEN,
                predicted,
                actual.orElse(null),
                actual.map(Outlook::ratio).orElse(null));
    }

    /** Over the newest outcomes that the caller may see. */
    Calibration calibration(Actor actor) {
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        return Calibration.of(jdbc.query(
                "select (select (c ->> 'value')::float8 from jsonb_array_elements(d.document -> 'contributions') c"
                        + " where c ->> 'factor' = 'reliability') as undisturbed,"
                        + " coalesce((d.inputs #>> '{request,spec,container,replicas}')::int, 1) as replicas,"
                        + " coalesce((d.inputs #>> '{request,spec,estimated_duration_hours}')::float8, ?) as hours,"
                        + " o.horizon_hours, o.interrupted, o.hours_run, o.ending, o.predicted_cost, o.realised_cost"
                        + " from placement_outcome o join placement_decision d on d.id = o.decision_id"
                        + " where (?::text[] is null or o.team = any (?)) and (?::text[] is null or o.environment = any (?))"
                        + " order by o.seq desc limit ?",
                (row, i) -> sample(row),
                HOURS_PER_MONTH,
                teams,
                teams,
                environments,
                environments,
                MOST));
    }

    private static Calibration.Sample sample(ResultSet row) throws SQLException {
        double horizon = row.getDouble("horizon_hours");
        double ran = row.getDouble("hours_run");
        boolean interrupted = row.getBoolean("interrupted");
        Boolean within = (interrupted && ran <= horizon)
                ? Boolean.TRUE
                : (row.getString("ending").equals("completed") || ran >= horizon) ? Boolean.FALSE : null;
        return new Calibration.Sample(
                chance(row.getDouble("undisturbed"), row.getInt("replicas"), horizon / row.getDouble("hours")),
                within,
                row.getBigDecimal("predicted_cost"),
                row.getBigDecimal("realised_cost"));
    }

    /** That any of the replicas, which are lost independently at a constant rate, is lost within a part of the hours. */
    private static double chance(double undisturbed, int replicas, double part) {
        return 1 - Math.pow(undisturbed, replicas * part);
    }

    private static Realised.Actual actual(ResultSet row) throws SQLException {
        double queue = row.getDouble("queue_seconds");
        Double queued = row.wasNull() ? null : queue;
        Timestamp started = row.getTimestamp("started_at");
        return new Realised.Actual(
                row.getString("ending"),
                row.getBoolean("interrupted"),
                row.getDouble("hours_run"),
                queued,
                Money.usd(row.getBigDecimal("predicted_cost")),
                Money.usd(row.getBigDecimal("realised_cost")),
                row.getString("cost_basis"),
                row.getBoolean("simulated"),
                started == null ? null : started.toInstant(),
                row.getTimestamp("ended_at").toInstant());
    }

    private static @Nullable BigDecimal ratio(Realised.Actual actual) {
        BigDecimal predicted = actual.predictedCost().amount();
        return predicted.signum() == 0 ? null : actual.realisedCost().amount().divide(predicted, new MathContext(6));
    }
}
