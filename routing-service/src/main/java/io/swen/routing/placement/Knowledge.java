package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndexes;
import org.jspecify.annotations.Nullable;

/**
 * Everything that placements are decided from apart from the workload and the policy; immutable, so that the same knowledge
 * decides the same at any time.
 *
 * @param predictor null while nothing has been learned
 * @param noModel what decisions say of the model while there is none
 * @param tariffs list prices of transfer and storage
 */
public record Knowledge(
        OfferIndexes.State.Usable offers,
        InterruptionForecast interruptions,
        @Nullable OutcomePredictor predictor,
        ModelUse noModel,
        Agreements agreements,
        LatencyMatrix latency,
        CarbonTable carbon,
        Tariffs tariffs) {

    /** What is known from the offers alone, with the shipped list prices of transfer and storage. */
    public static Knowledge of(OfferIndexes.State.Usable offers) {
        return new Knowledge(
                offers,
                MonthlyRates.INSTANCE,
                null,
                ModelUse.none(),
                Agreements.NONE,
                LatencyMatrix.NONE,
                CarbonTable.UNKNOWN,
                Tariffs.shipped());
    }

    /** Whether a model has a say, and why or why not. */
    public ModelUse modelUse() {
        return predictor == null ? noModel : predictor.use();
    }

    public Knowledge withOffers(OfferIndexes.State.Usable other) {
        return new Knowledge(other, interruptions, predictor, noModel, agreements, latency, carbon, tariffs);
    }

    public Knowledge withInterruptions(InterruptionForecast other) {
        return new Knowledge(offers, other, predictor, noModel, agreements, latency, carbon, tariffs);
    }

    public Knowledge withPredictor(OutcomePredictor other) {
        return new Knowledge(offers, interruptions, other, noModel, agreements, latency, carbon, tariffs);
    }

    public Knowledge withoutPredictor(ModelUse because) {
        return new Knowledge(offers, interruptions, null, because, agreements, latency, carbon, tariffs);
    }

    public Knowledge withAgreements(Agreements other) {
        return new Knowledge(offers, interruptions, predictor, noModel, other, latency, carbon, tariffs);
    }

    public Knowledge withLatency(LatencyMatrix other) {
        return new Knowledge(offers, interruptions, predictor, noModel, agreements, other, carbon, tariffs);
    }

    public Knowledge withCarbon(CarbonTable other) {
        return new Knowledge(offers, interruptions, predictor, noModel, agreements, latency, other, tariffs);
    }

    public Knowledge withTariffs(Tariffs other) {
        return new Knowledge(offers, interruptions, predictor, noModel, agreements, latency, carbon, other);
    }
}
