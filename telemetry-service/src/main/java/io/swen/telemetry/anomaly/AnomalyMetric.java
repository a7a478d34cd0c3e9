package io.swen.telemetry.anomaly;

/** The metrics of anomaly detection; each constant's comment says what it counts and its tags. */
enum AnomalyMetric {
    /** Counter of anomalies; {@code kind}. */
    FOUND("swen.anomalies.found"),
    /** Gauge: series that are watched. */
    WATCHED("swen.anomalies.series"),
    /** Counter of series that were forgotten because there was no room. */
    EVICTED("swen.anomalies.evicted"),
    /** Counter of findings thrown away because too many waited to be stored. */
    DROPPED("swen.anomalies.dropped"),
    /** Counter of looks for overdue samples that found the collection itself silent. */
    OUTAGES("swen.anomalies.outages");

    private final String id;

    AnomalyMetric(String id) {
        this.id = id;
    }

    /** The meter's name. */
    String id() {
        return id;
    }
}
