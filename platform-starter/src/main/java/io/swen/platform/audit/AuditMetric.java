package io.swen.platform.audit;

/** The audit log's metrics. */
enum AuditMetric {
    /** Refused attempts that were written. */
    REFUSALS_WRITTEN("swen.audit.refusals.written"),
    /** Refused attempts that found the queue full and are only counted. */
    REFUSALS_DROPPED("swen.audit.refusals.dropped"),
    /** Refused attempts that wait to be written. */
    REFUSALS_QUEUE("swen.audit.refusals.queue"),
    /** Rows that were sealed. */
    SEALED("swen.audit.sealed"),
    /** Age in seconds of the oldest row that is not sealed yet; 0 when there is none. */
    SEAL_LAG("swen.audit.seal.lag"),
    /** Attempts to seal, copy, push or prune that failed, by {@code step}. */
    FAILURES("swen.audit.failures"),
    /** Times the database was found behind its own copy. */
    CONTRADICTIONS("swen.audit.contradictions"),
    /** Rows that retention removed. */
    PRUNED("swen.audit.pruned");

    private final String metricName;

    AuditMetric(String metricName) {
        this.metricName = metricName;
    }

    String metricName() {
        return metricName;
    }
}
