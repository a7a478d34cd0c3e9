package io.swen.gitops.remediation;

/** The metrics of remediations; the tag keys stand behind each name. */
enum RemediationMetric {
    /** Counter of notices heard of; {@code kind}, {@code outcome}. */
    NOTICES("swen.gitops.remediation.notices"),
    /** Counter of remediations that ended; {@code runbook}, {@code state}. */
    ENDED("swen.gitops.remediation.ended"),
    /** Timer of one look at what is due. */
    LOOKS("swen.gitops.remediation.looks");

    private final String metricName;

    RemediationMetric(String metricName) {
        this.metricName = metricName;
    }

    String metricName() {
        return metricName;
    }
}
