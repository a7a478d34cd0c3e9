package io.swen.routing.optimisation;

import io.swen.platform.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the events that recommendations cause; their schema stands in docs/events. */
final class RecommendationEvents {

    static final String CHANGED = "RecommendationChanged";

    private RecommendationEvents() {}

    record Changed(
            UUID recommendationId,
            Recommendation.Kind kind,
            Recommendation.State state,
            @Nullable String workloadId,
            @Nullable String instanceId,
            Money savingPerMonth,
            String reason,
            @Nullable UUID decisionId) {

        static Changed of(Recommendation recommendation) {
            return new Changed(
                    recommendation.id(),
                    recommendation.kind(),
                    recommendation.state(),
                    recommendation.workloadId(),
                    recommendation.instanceId(),
                    recommendation.savingPerMonth(),
                    recommendation.reason(),
                    recommendation.decisionId());
        }
    }
}
