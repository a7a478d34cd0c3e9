package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was predicted of a decision against what became of it.
 *
 * @param actual null while it has not ended, and where nothing ever ran
 * @param costRatio realised over predicted cost; null where nothing ran
 */
@Schema(name = "Realised")
record Realised(
        UUID decisionId,
        State state,
        Predicted predicted,
        @Nullable Actual actual,
        @Nullable BigDecimal costRatio) {

    @Schema(name = "RealisedState")
    enum State {
        /** The decision placed nothing. */
        UNPLACEABLE,
        /** It runs, or is on its way to. */
        OPEN,
        /** Its place was left. */
        ENDED
    }

    /**
     * As decided.
     *
     * @param hours that it was expected to run; a month for a service
     * @param interruptionChance that any replica is lost within these hours, from 0 to 1
     */
    @Schema(name = "RealisedPrediction")
    record Predicted(
            @Nullable Money hourlyCost,
            @Nullable Money expectedTotalCost,
            double hours,
            @Nullable Double interruptionChance) {}

    /**
     * As it came.
     *
     * @param predictedCost the decision's hourly cost for the hours that it ran
     * @param costBasis {@code ledger} for metered or billed records, {@code own_meter} for prices and observed times
     * @param simulated whether it ran in the simulator
     */
    @Schema(name = "RealisedOutcome")
    record Actual(
            String ending,
            boolean interrupted,
            double hoursRun,
            @Nullable Double queueSeconds,
            Money predictedCost,
            Money realisedCost,
            String costBasis,
            boolean simulated,
            @Nullable Instant startedAt,
            Instant endedAt) {}
}
