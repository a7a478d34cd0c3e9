package io.swen.routing.outcome;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the event that an outcome causes; its schema stands in docs/events. */
final class OutcomeEvents {

    static final String RECORDED = "WorkloadOutcomeRecorded";

    private OutcomeEvents() {}

    record Recorded(
            UUID decisionId,
            String workloadId,
            String offerId,
            Ending ending,
            boolean interrupted,
            double hoursRun,
            @Nullable Double queueSeconds,
            Money predictedCost,
            Money realisedCost,
            @Nullable Double costRatio,
            String costBasis,
            boolean simulated,
            Instant endedAt) {}
}
