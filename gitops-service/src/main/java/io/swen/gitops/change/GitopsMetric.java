package io.swen.gitops.change;

/** The business metrics of this service; the tag keys stand behind each name. */
public enum GitopsMetric {
    /** Counter of changes that came to their end; {@code state}, {@code environment}. */
    CHANGES("swen.gitops.changes"),
    /** Timer of the wall time of one run of a stage; {@code stage}, {@code outcome}. */
    STAGE_RUNS("swen.gitops.stage.runs"),
    /** Counter of approval requirements; {@code level}. */
    APPROVALS("swen.gitops.approvals"),
    /** Counter of verdicts; {@code verdict}. */
    VERDICTS("swen.gitops.verdicts"),
    /** Counter of changes that somebody took upon himself; {@code environment}. */
    BREAK_GLASS("swen.gitops.break.glass"),
    /** Counter of attempts to tell approvers; {@code receiver}, {@code outcome}. */
    NOTIFICATIONS("swen.gitops.notifications"),
    /** Counter of instances created and destroyed; {@code provider}, {@code op}. */
    INSTANCES("swen.gitops.instances"),
    /** Gauge of instances that carry our tag and belong to no deployment. */
    ORPHANS("swen.gitops.orphans"),
    /** Counter of deliveries of webhooks; {@code host}, {@code outcome} heard, repeated or refused. */
    WEBHOOKS("swen.gitops.webhooks"),
    /** Counter of exchanges with the remote; {@code outcome} the state it came to. */
    REMOTE_LOOKS("swen.gitops.remote.looks"),
    /** Counter of statuses and comments sent to the host; {@code kind}, {@code outcome}. */
    HOST_CALLS("swen.gitops.host.calls"),
    /** Gauge of open drift; {@code class}. */
    DRIFT("swen.gitops.drift");

    private final String metricName;

    GitopsMetric(String metricName) {
        this.metricName = metricName;
    }

    /** The name it is registered under. */
    public String metricName() {
        return metricName;
    }
}
