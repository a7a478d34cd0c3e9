package io.swen.routing.decision;

import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the events that decisions cause; their schemas stand in docs/events. */
final class DecisionEvents {

    static final String MADE = "DecisionMade";

    private DecisionEvents() {}

    record Made(
            UUID decisionId,
            String workloadId,
            PlacementDecision.Outcome outcome,
            @Nullable String offerId,
            @Nullable String provider,
            @Nullable Money hourlyCost,
            BigDecimal confidence) {}
}
