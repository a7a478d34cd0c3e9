package io.swen.routing.outcome;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.Shape;
import io.swen.routing.workload.Workload;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Notes when places begin and end, in the transaction that moves the workload on; what they cost is settled afterwards. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Outcomes {

    /** A placed decision, as far as its outcome is concerned. */
    public record Placed(UUID decisionId, Offer offer, Money hourlyCost, Instant decidedAt) {}

    private final JdbcTemplate jdbc;
    private final OfferIndexes indexes;
    private final JsonMapper json;
    private final Clock clock;

    Outcomes(JdbcTemplate jdbc, OfferIndexes indexes, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.indexes = indexes;
        this.json = json;
        this.clock = clock;
    }

    /** What was decided runs from now on; whatever of the workload ran before on another decision is left. Telling twice is once. */
    public void began(Workload workload, Placed placed) {
        jdbc.update(
                "update placement_run set ended_at = ?, ending = ?, ended_wall = now(), next_attempt_at = now()"
                        + " where workload_id = ? and decision_id <> ? and ended_at is null",
                Timestamp.from(clock.instant()),
                Ending.MOVED.id(),
                workload.id(),
                placed.decisionId());
        add(workload, placed, clock.instant());
    }

    /** The place is left. One that never ran is noted where the cloud did not give it, and is nothing otherwise. */
    public void ended(Workload workload, Placed placed, Ending ending) {
        if (ending == Ending.INTERRUPTED) {
            add(workload, placed, null);
        }
        jdbc.update(
                "update placement_run set ended_at = ?, ending = ?, ended_wall = now(), next_attempt_at = now()"
                        + " where decision_id = ? and ended_at is null",
                Timestamp.from(clock.instant()),
                ending.id(),
                placed.decisionId());
    }

    /** Nothing of the workload runs any more. */
    public void endedAll(String workloadId, Ending ending) {
        jdbc.update(
                "update placement_run set ended_at = ?, ending = ?, ended_wall = now(), next_attempt_at = now()"
                        + " where workload_id = ? and ended_at is null",
                Timestamp.from(clock.instant()),
                ending.id(),
                workloadId);
    }

    private void add(Workload workload, Placed placed, @Nullable Instant startedAt) {
        Offer offer = placed.offer();
        Timestamp now = Timestamp.from(clock.instant());
        BigDecimal hourly = placed.hourlyCost().amount();
        jdbc.update(
                "insert into placement_run (decision_id, workload_id, team, environment, author_id, kind, offer_id, zone,"
                        + " instance_type, replicas, simulated, horizon_hours, predicted_hourly, features, queued_at,"
                        + " decided_at, started_at, usd_per_hour, accrued_usd, metered_until)"
                        + " select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb,"
                        // It queued since it was submitted or since it lost the place before, whichever is later.
                        + " coalesce((select max(at) from workload_transition t where t.workload_id = ?"
                        + " and t.to_state in ('submitted', 'moving') and t.at <= ?), ?), ?, ?, ?, 0, ?"
                        + " where not exists (select 1 from placement_outcome where decision_id = ?)"
                        + " on conflict (decision_id) do nothing",
                placed.decisionId(),
                workload.id(),
                workload.spec().team(),
                workload.spec().environment(),
                workload.authorId(),
                workload.spec().kind().name().toLowerCase(Locale.ROOT),
                offer.offerId(),
                offer.zone(),
                offer.instanceType(),
                workload.spec().container().replicas(),
                offer.simulated(),
                PlacementFeatures.horizon(workload.spec()),
                hourly,
                json.writeValueAsString(features(workload, offer)),
                workload.id(),
                Timestamp.from(placed.decidedAt()),
                Timestamp.from(workload.createdAt()),
                Timestamp.from(placed.decidedAt()),
                startedAt == null ? null : Timestamp.from(startedAt),
                hourly,
                now,
                placed.decisionId());
    }

    private Map<String, Double> features(Workload workload, Offer offer) {
        double[] row = PlacementFeatures.of(workload.spec());
        OfferIndex index = indexes.newest();
        int known = index == null ? -1 : index.find(offer.offerId());
        double price = offer.price().amount().doubleValue();
        double onDemand = index == null || known < 0 ? price : PlacementFeatures.onDemandPrice(index, known);
        Shape shape = new Shape(
                offer.provider(),
                offer.instanceType(),
                offer.architecture(),
                offer.vcpu(),
                offer.memoryGb(),
                offer.gpus(),
                offer.gpuModel(),
                offer.gpuModelOrigin(),
                null);
        boolean spot = offer.purchaseOption() == io.swen.routing.candidate.PurchaseOption.SPOT;
        PlacementFeatures.fill(row, shape, spot, price, onDemand, offer.interruptionRate());
        Map<String, Double> features = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            features.put(PlacementFeatures.NAMES.get(i), row[i]);
        }
        return features;
    }
}
