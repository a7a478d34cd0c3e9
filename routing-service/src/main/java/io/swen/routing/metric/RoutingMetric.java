package io.swen.routing.metric;

import static io.swen.platform.metric.Declaration.counter;
import static io.swen.platform.metric.Declaration.gauge;
import static io.swen.platform.metric.Declaration.summary;
import static io.swen.platform.metric.Declaration.timer;

import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.Declared;

/** Every metric that this service adds to those of the platform. */
public enum RoutingMetric implements Declared {
    DECISIONS(counter("swen.routing.decisions", "Placements decided").by("outcome", "placed", "unplaceable", "failed")),
    DECISION_TIME(timer("swen.routing.decision.time", "Filtering, scoring and explaining one workload")),
    DECISION_QUEUE(gauge("swen.routing.decision.queue", "Workloads that wait for a decision")),
    CONFIDENCE(summary("swen.routing.decision.confidence", "Confidence of placements, 0 to 1")),
    HANDOVER_QUEUE(
            gauge("swen.routing.handover.queue", "Decisions and teardowns that gitops-service has not taken yet")),
    MALFORMED_EVENTS(counter(
                    "swen.routing.events.malformed",
                    "Events of gitops-service that were skipped because they lack what was agreed")
            .by("type")),
    RECOMMENDATIONS(counter("swen.routing.recommendations", "Recommendations that came to a state")
            .by("kind", "right_size", "idle", "orphaned", "oversized", "move", "scale")
            .by("state", "open", "applied", "dismissed", "expired", "superseded", "left_out", "overtaken")),
    RECOMMENDATIONS_OPEN(gauge("swen.routing.recommendations.open", "Recommendations that are open")),
    REBALANCING(counter("swen.routing.rebalancing", "What rebalancing did with a workload it looked at")
            .by("outcome", "best", "not_worth_it", "held_back", "over_budget", "move", "go_home", "failed")),
    REBALANCING_TIME(timer("swen.routing.rebalancing.time", "One look at everything that runs, for better places")),
    RIGHT_SIZING(counter("swen.routing.rightsizing", "Looks at the size of what runs")
            .by("outcome")),
    OUTCOMES(counter("swen.routing.outcomes", "Outcomes of placements recorded, by what their cost is based on")
            .by("basis", "ledger", "own_meter")),
    MODEL_EVENTS(counter("swen.routing.model.events", "What happened to learned models")
            .by(
                    "kind",
                    "requested",
                    "skipped",
                    "trained",
                    "promoted",
                    "drifted",
                    "candidate",
                    "champion",
                    "rejected",
                    "retired",
                    "demoted")),
    MODEL_TRAINING(timer("swen.routing.model.training", "Training a challenger and judging it")),
    MODEL_LOSS(gauge("swen.routing.model.loss", "Mean loss on fresh outcomes; not a number where nothing is known")
            .by("of", "model", "baseline")),
    MODEL_DRIFT(gauge(
            "swen.routing.model.drift",
            "The largest stability index of a feature on fresh outcomes; not a number where nothing is known")),
    INTAKE_BATCH(summary("swen.routing.intake.batch", "Submissions stored by one transaction")
            .in("workloads")),
    INTAKE_QUEUE(gauge("swen.routing.intake.queue", "Submissions that wait for a writer")),
    BUDGET_AGE(
            gauge("swen.routing.budgets.age", "Domain time since budgets were read; not a number before the first time")
                    .in("seconds")),
    INDEX_REFRESH(timer("swen.routing.index.refresh", "One look for new offers, a snapshot or a delta")),
    INDEX_AGE(gauge(
                    "swen.routing.index.age",
                    "Time since telemetry-service confirmed the offers; not a number before the first")
            .in("seconds")),
    INDEX_OFFERS(gauge("swen.routing.index.offers", "Offers held")),
    INDEX_EPOCH(gauge("swen.routing.index.epoch", "Price epoch of the offers held, 0 before the first"));

    private final Declaration declaration;

    RoutingMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
