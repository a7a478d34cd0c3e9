package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndexes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Gives the newest of everything that placements are decided from. */
@Component
public class KnowledgeSource {

    private final OfferIndexes indexes;
    private final ObjectProvider<InterruptionForecast.Source> interruptions;
    private final ObjectProvider<OutcomePredictor.Source> predictors;
    private final Agreements agreements;
    private final TariffProperties properties;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Tariffs tariffs;

    KnowledgeSource(
            OfferIndexes indexes,
            ObjectProvider<InterruptionForecast.Source> interruptions,
            ObjectProvider<OutcomePredictor.Source> predictors,
            AgreementProperties agreements,
            TariffProperties tariffs) {
        this.indexes = indexes;
        this.interruptions = interruptions;
        this.predictors = predictors;
        this.agreements = agreements.agreements();
        this.properties = tariffs;
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
                agreements,
                LatencyMatrix.shipped(),
                CarbonTable.shipped(),
                tariffs());
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

    /** The shipped lists are read with the first decision, not while the service starts. */
    private Tariffs tariffs() {
        Tariffs known = tariffs;
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            known = tariffs;
            if (known == null) {
                known = properties.tariffs();
                tariffs = known;
            }
            return known;
        } finally {
            reading.unlock();
        }
    }
}
