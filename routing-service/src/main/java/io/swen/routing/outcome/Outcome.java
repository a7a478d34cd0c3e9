package io.swen.routing.outcome;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one placement: predicted against realised.
 *
 * @param zone provider-qualified
 * @param simulated whether it ran in the simulator
 * @param horizonHours within which an interruption counts: the estimated duration, a day for a service
 * @param features what the workload and the offer were described by when it was decided
 * @param startedAt null where the place was lost before anything ran
 * @param hoursRun from running to the end
 * @param queueSeconds from submitted, or from the loss of the place before, to running
 * @param predictedCost the decision's hourly cost for the hours that it ran
 * @param costRatio realised over predicted; null where nothing ran
 * @param costBasis {@code ledger}: telemetry's metered or billed records; {@code own_meter}: this service's prices and observed times
 */
public record Outcome(
        long seq,
        UUID decisionId,
        String workloadId,
        String team,
        String environment,
        String kind,
        String offerId,
        String zone,
        boolean simulated,
        double horizonHours,
        Map<String, Double> features,
        Instant decidedAt,
        @Nullable Instant startedAt,
        Instant endedAt,
        Ending ending,
        boolean interrupted,
        double hoursRun,
        @Nullable Double queueSeconds,
        Money predictedCost,
        Money realisedCost,
        @Nullable Double costRatio,
        String costBasis,
        Instant recordedAt) {

    public Outcome {
        features = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(features));
    }

    /** Interrupted within the horizon or not, or null where it was left before that could be known. */
    public @Nullable Boolean interruptedWithinHorizon() {
        if (interrupted && hoursRun <= horizonHours) {
            return true;
        }
        return (ending == Ending.COMPLETED || hoursRun >= horizonHours) ? Boolean.FALSE : null;
    }
}
