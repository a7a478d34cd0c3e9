package io.swen.routing.decision;

import io.swen.platform.money.Money;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What may be asked of a decision after it was made. */
@Service
class DecisionService {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final DecisionStore decisions;
    private final PlacementEngine engine;
    private final OfferIndexes indexes;
    private final KnowledgeSource knowledge;
    private final Clock clock;

    DecisionService(
            DecisionStore decisions,
            PlacementEngine engine,
            OfferIndexes indexes,
            KnowledgeSource knowledge,
            Clock clock) {
        this.decisions = decisions;
        this.engine = engine;
        this.indexes = indexes;
        this.knowledge = knowledge;
        this.clock = clock;
    }

    /** Compares a decision with what would be decided now; quotas are left out, because its own reservation is in them. */
    Recheck recheck(UUID id, Actor caller) {
        PlacementDecision decision =
                decisions.find(id, caller).orElseThrow(() -> ProblemException.notFound("decision", id));
        Offer decided = decision.offer();
        if (decided == null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "decision " + id + " placed nothing");
        }
        DecisionInputs inputs =
                decisions.inputs(id).orElseThrow(() -> new IllegalStateException("decision " + id + " has no inputs"));
        return switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable ->
                throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, unusable.reason(), RETRY_AFTER);
            case OfferIndexes.State.Usable usable -> compare(decision, decided, inputs, usable);
        };
    }

    private Recheck compare(
            PlacementDecision decision, Offer decided, DecisionInputs inputs, OfferIndexes.State.Usable usable) {
        Instant now = clock.instant();
        PlacementRequest request = new PlacementRequest(
                inputs.workload(),
                now,
                PlacementRequest.Limits.NONE,
                inputs.lostOffers(),
                decisions.places(inputs.workload()),
                null);
        PlacementEngine.Comparison comparison = engine.compare(knowledge.with(usable), request, decided.offerId());
        Offer best = comparison.placement().offer();
        BigDecimal score = comparison.score();
        boolean stillBest = best != null
                && score != null
                && score.compareTo(comparison.placement().score()) >= 0;
        return new Recheck(
                decision.id(),
                stillBest,
                comparison.price(),
                change(decided.price(), comparison.price()),
                comparison.eligible(),
                stillBest ? null : best,
                now,
                usable.index().epoch());
    }

    private static @Nullable BigDecimal change(Money before, @Nullable Money now) {
        if (now == null) {
            return null;
        }
        return now.amount()
                .subtract(before.amount())
                .multiply(BigDecimal.valueOf(100))
                .divide(before.amount(), 2, RoundingMode.HALF_UP);
    }
}
