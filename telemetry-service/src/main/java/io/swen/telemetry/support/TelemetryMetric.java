package io.swen.telemetry.support;

/** The business metrics of this service; each constant's comment says what it counts and its tags. */
public enum TelemetryMetric {
    /** Timer of calls to a cloud, each attempt by itself; {@code provider}, {@code action}, {@code outcome}. */
    CLOUD_CALLS("swen.cloud.calls"),
    /** Counter of metrics asked of a provider that bills each; {@code provider}. */
    CLOUD_METRICS_ASKED("swen.cloud.metrics.asked"),
    /** Gauge: number of the newest price epoch. */
    PRICE_EPOCH("swen.prices.epoch"),
    /** Gauge: wall seconds since a provider last confirmed a price of the kind; {@code provider}, {@code kind}. */
    PRICE_AGE("swen.prices.age"),
    /** Counter of offers whose price changed; {@code provider}. */
    PRICES_CHANGED("swen.prices.changed"),
    /** Counter of observations thrown away because too many were waiting. */
    PRICES_DROPPED("swen.prices.dropped"),
    /** Counter of prices left out because no exchange rate is known; {@code currency}. */
    PRICES_WITHOUT_RATE("swen.prices.without.rate"),
    /** Counter of rows written by COPY; {@code table}. */
    ROWS_INGESTED("swen.rows.ingested"),
    /** Counter of samples; {@code outcome}: accepted, refused, turned_away, late (stored, but not newer than its series) or duplicate (known before). */
    SAMPLES("swen.samples"),
    /** Counter of records of Kafka; {@code outcome}: stored, dead_letter or tried_again. */
    KAFKA_RECORDS("swen.kafka.records"),
    /** Gauge: samples that wait for a writer. */
    SAMPLES_QUEUED("swen.samples.queued"),
    /** Gauge: durable samples that are not settled yet. */
    SAMPLES_UNSETTLED("swen.samples.unsettled"),
    /** Gauge: instances that run at the moment. */
    INSTANCES_RUNNING("swen.instances.running"),
    /** Summary of forecasts' mean absolute error over that of the last known value; {@code kind}. */
    FORECAST_ERROR("swen.forecast.error"),
    /** Counter of attempts to notify; {@code receiver}, {@code outcome}. */
    NOTIFICATIONS("swen.notifications"),
    /** Gauge: callers that listen to the live stream. */
    STREAM_SUBSCRIBERS("swen.stream.subscribers"),
    /** Counter of live streams that ended; {@code reason}. */
    STREAM_ENDS("swen.stream.ends");

    private final String id;

    TelemetryMetric(String id) {
        this.id = id;
    }

    /** The meter's name. */
    public String id() {
        return id;
    }
}
