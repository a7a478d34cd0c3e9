package io.swen.routing.metric;

/** Every metric that this service adds to those of the platform. */
public enum RoutingMetric {
    /** Counter: placements decided, by {@code outcome} placed, unplaceable or failed. */
    DECISIONS("swen.routing.decisions"),
    /** Timer: filtering, scoring and explaining one workload. */
    DECISION_TIME("swen.routing.decision.time"),
    /** Gauge: workloads that wait for a decision. */
    DECISION_QUEUE("swen.routing.decision.queue"),
    /** Gauge: decisions and teardowns that gitops-service has not taken yet. */
    HANDOVER_QUEUE("swen.routing.handover.queue"),
    /** Counter: events of gitops-service that were skipped because they lack what was agreed, by {@code type}. */
    MALFORMED_EVENTS("swen.routing.events.malformed"),
    /** Counter: recommendations, by {@code kind} and the {@code state} they came to. */
    RECOMMENDATIONS("swen.routing.recommendations"),
    /** Gauge: recommendations that are open. */
    RECOMMENDATIONS_OPEN("swen.routing.recommendations.open"),
    /** Counter: what rebalancing did with a workload it looked at, by {@code outcome}. */
    REBALANCING("swen.routing.rebalancing"),
    /** Timer: one look at everything that runs, for better places. */
    REBALANCING_TIME("swen.routing.rebalancing.time"),
    /** Counter: looks at the size of what runs, by {@code outcome}. */
    RIGHT_SIZING("swen.routing.rightsizing"),
    /** Counter: outcomes of placements recorded, by {@code basis} of their cost. */
    OUTCOMES("swen.routing.outcomes"),
    /** Counter: what happened to learned models, by {@code kind} such as trained, promoted, rejected, demoted. */
    MODEL_EVENTS("swen.routing.model.events"),
    /** Timer: training a challenger and judging it. */
    MODEL_TRAINING("swen.routing.model.training"),
    /** Gauge: mean loss on fresh outcomes, {@code of} the model and of the baseline; not a number where nothing is known. */
    MODEL_LOSS("swen.routing.model.loss"),
    /** Gauge: the largest stability index of a feature on fresh outcomes. */
    MODEL_DRIFT("swen.routing.model.drift"),
    /** Distribution: submissions stored by one transaction. */
    INTAKE_BATCH("swen.routing.intake.batch"),
    /** Gauge: seconds of domain time since budgets were read; not a number before the first time. */
    BUDGET_AGE("swen.routing.budgets.age"),
    /** Gauge: submissions that wait for a writer. */
    INTAKE_QUEUE("swen.routing.intake.queue"),
    /** Timer: one look for new offers, a snapshot or a delta. */
    INDEX_REFRESH("swen.routing.index.refresh"),
    /** Gauge: seconds since telemetry-service confirmed the offers; not a number before the first. */
    INDEX_AGE("swen.routing.index.age"),
    /** Gauge: offers held. */
    INDEX_OFFERS("swen.routing.index.offers"),
    /** Gauge: price epoch of the offers held, 0 before the first. */
    INDEX_EPOCH("swen.routing.index.epoch");

    private final String id;

    RoutingMetric(String id) {
        this.id = id;
    }

    /** The name as Micrometer knows it. */
    public String id() {
        return id;
    }
}
