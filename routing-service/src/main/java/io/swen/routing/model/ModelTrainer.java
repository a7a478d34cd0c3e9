package io.swen.routing.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.platform.lock.SingleOwner;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.outcome.OutcomeReader;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Watches the champion and trains its challengers, in one instance at a time.
 *
 * <p>A crash at any point leaves something that the next turn goes on from: a candidate that was stored is settled first, and
 * what was not stored is trained again.
 */
@Component
class ModelTrainer {

    /** The advisory lock of whoever trains. */
    static final long LOCK = 0x5745_4e4d_4f44_454cL;

    private final ModelStore store;
    private final OutcomeReader outcomes;
    private final ModelProperties properties;
    private final SingleOwner owner;
    private final Timer time;
    private final Clock clock;
    private volatile double championLoss = Double.NaN;
    private volatile double baselineLoss = Double.NaN;
    private volatile double largestDrift = Double.NaN;

    ModelTrainer(
            ModelStore store,
            OutcomeReader outcomes,
            ModelProperties properties,
            DataSource database,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.outcomes = outcomes;
        this.properties = properties;
        this.owner = new SingleOwner(database, LOCK);
        this.time = metrics.timer(RoutingMetric.MODEL_TRAINING.id());
        this.clock = clock;
        Gauge.builder(RoutingMetric.MODEL_LOSS.id(), this, trainer -> trainer.championLoss)
                .tag("of", "model")
                .register(metrics);
        Gauge.builder(RoutingMetric.MODEL_LOSS.id(), this, trainer -> trainer.baselineLoss)
                .tag("of", "baseline")
                .register(metrics);
        Gauge.builder(RoutingMetric.MODEL_DRIFT.id(), this, trainer -> trainer.largestDrift)
                .register(metrics);
    }

    /** Does what is to do; false when another instance is at it. */
    boolean turn() {
        return owner.run(this::own);
    }

    private void own() {
        store.settleCandidates();
        boolean drifted = watch();
        due(drifted).ifPresent(this::train);
        store.settleCandidates();
    }

    private Optional<ModelVersion.Cause> due(boolean drifted) {
        ModelStore.Progress progress = store.progress();
        if (progress.requested()) {
            return Optional.of(ModelVersion.Cause.REQUEST);
        }
        int since = outcomes.countAfter(progress.triedUntil());
        if (progress.triedUntil() == 0) {
            return since >= properties.fewest() ? Optional.of(ModelVersion.Cause.FIRST) : Optional.empty();
        }
        if (since >= properties.every()) {
            return Optional.of(ModelVersion.Cause.OUTCOMES);
        }
        return drifted && since > 0 ? Optional.of(ModelVersion.Cause.DRIFT) : Optional.empty();
    }

    private void train(ModelVersion.Cause cause) {
        long until = outcomes.newest();
        List<Sample> samples = samples(0, properties.most());
        String championId = store.championId().orElse(null);
        LearnedModel champion =
                championId == null ? null : store.file(championId).orElse(null);
        Gate.Result result = time.record(() -> Gate.meet(samples, champion, properties.fewest(), properties.seed()));
        switch (java.util.Objects.requireNonNull(result)) {
            case Gate.Result.TooFew few -> store.skipped(until, few.reason());
            case Gate.Result.Met met -> {
                try (ForestTrainer.Trained challenger = met.challenger()) {
                    challenger.requireExact(samples);
                    store.addCandidate(met, cause, championId, until);
                }
            }
        }
    }

    /** Looks how the champion does on what it never met; true when something drifted that had not before. */
    private boolean watch() {
        ModelVersion champion = store.champion().orElse(null);
        if (champion == null) {
            championLoss = Double.NaN;
            baselineLoss = Double.NaN;
            largestDrift = Double.NaN;
            return false;
        }
        LearnedModel model = store.file(champion.id()).orElse(null);
        if (model == null) {
            store.demote(champion, "its file is not stored any more");
            return false;
        }
        List<Sample> fresh = samples(champion.seqUntil(), 4 * properties.fresh());
        if (fresh.size() < properties.fresh()) {
            return false;
        }
        FreshLook watch = FreshLook.at(
                clock.instant(),
                model,
                champion.usualQueue(),
                champion.bins(),
                champion.trained(),
                fresh,
                properties.drift(),
                properties.seed());
        championLoss = watch.model().loss();
        baselineLoss = watch.baseline().loss();
        largestDrift = watch.drift().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        FreshLook before = champion.watch();
        boolean newlyDrifted = !(before == null ? List.<String>of() : before.drifted()).containsAll(watch.drifted());
        boolean same = before != null && before.model().equals(watch.model());
        if (!same) {
            store.watched(champion, watch, newlyDrifted);
        }
        String why = watch.demotion();
        if (why != null) {
            store.demote(champion, why);
        }
        return newlyDrifted;
    }

    private List<Sample> samples(long after, int limit) {
        return outcomes.latest(after, limit).stream()
                .map(Sample::of)
                .flatMap(Optional::stream)
                .toList();
    }
}
