package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndexes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Gives the newest of everything that placements are decided from. */
@Component
public class KnowledgeSource {

    private final OfferIndexes indexes;
    private final ObjectProvider<InterruptionForecast.Source> interruptions;
    private final ObjectProvider<OutcomePredictor.Source> predictors;

    KnowledgeSource(
            OfferIndexes indexes,
            ObjectProvider<InterruptionForecast.Source> interruptions,
            ObjectProvider<OutcomePredictor.Source> predictors) {
        this.indexes = indexes;
        this.interruptions = interruptions;
        this.predictors = predictors;
    }

    /** The newest knowledge with these offers. */
    public Knowledge with(OfferIndexes.State.Usable offers) {
        InterruptionForecast.Source rates = interruptions.getIfAvailable();
        OutcomePredictor.Source models = predictors.getIfAvailable();
        @Nullable OutcomePredictor predictor = models == null ? null : models.newest();
        return new Knowledge(
                offers,
                rates == null ? MonthlyRates.INSTANCE : rates.newest(),
                predictor,
                models == null ? ModelUse.none() : models.none(),
                Agreements.NONE,
                LatencyMatrix.NONE,
                CarbonTable.UNKNOWN,
                Tariffs.shipped());
    }

    /** The newest knowledge, if there are offers that may be decided on; {@link OfferIndexes#state()} says why not. */
    public Optional<Knowledge> newest() {
        return indexes.state() instanceof OfferIndexes.State.Usable usable
                ? Optional.of(with(usable))
                : Optional.empty();
    }

    /**
     * A forecast that was stored beside a decision.
     *
     * @throws IllegalArgumentException where nothing here can read it
     */
    public InterruptionForecast readInterruptions(byte[] bytes) {
        if (MonthlyRates.wrote(bytes)) {
            return MonthlyRates.INSTANCE;
        }
        InterruptionForecast.Source source = interruptions.getIfAvailable();
        if (source == null) {
            throw new IllegalArgumentException(
                    "nothing here reads forecasts of interruptions other than monthly rates");
        }
        return source.read(bytes);
    }

    /**
     * A model that was stored beside a decision.
     *
     * @throws IllegalArgumentException where nothing here can read it
     */
    public OutcomePredictor readPredictor(byte[] bytes) {
        OutcomePredictor.Source source = predictors.getIfAvailable();
        if (source == null) {
            throw new IllegalArgumentException("nothing here reads models");
        }
        return source.read(bytes);
    }
}
