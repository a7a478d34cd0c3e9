package io.swen.telemetry.support;

import static io.swen.platform.metric.Declaration.counter;
import static io.swen.platform.metric.Declaration.gauge;
import static io.swen.platform.metric.Declaration.readCounter;
import static io.swen.platform.metric.Declaration.summary;
import static io.swen.platform.metric.Declaration.timer;

import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.Declared;

/** Every metric that this service adds to those of the platform. */
public enum TelemetryMetric implements Declared {
    CLOUD_CALLS(timer("swen.cloud.calls", "Calls to a cloud, each attempt by itself")
            .by("provider")
            .by("action")
            .by("outcome")),
    CLOUD_METRICS_ASKED(counter("swen.cloud.metrics.asked", "Metrics asked of a provider that bills each")
            .by("provider", "aws", "alibaba")),
    FEEDS_FAILING(gauge("swen.cloud.feeds.failing", "Feeds of regions that do not answer at the moment")
            .by("provider", "aws", "alibaba")),
    PRICE_EPOCH(gauge("swen.prices.epoch", "Number of the newest price epoch")),
    PRICE_AGE(gauge("swen.prices.age", "Wall time since a provider last confirmed a price of the kind")
            .in("seconds")
            .by("provider", "aws", "alibaba")
            .by("kind", "list", "spot")),
    PRICES_CHANGED(counter("swen.prices.changed", "Offers whose price changed").by("provider", "aws", "alibaba")),
    PRICES_DROPPED(counter("swen.prices.dropped", "Observations thrown away because too many were waiting")),
    PRICES_WITHOUT_RATE(counter("swen.prices.without.rate", "Prices left out because no exchange rate is known")
            .by("currency")),
    ROWS_INGESTED(counter("swen.rows.ingested", "Rows written by COPY").by("table")),
    SAMPLES(counter("swen.samples", "Samples; late is stored but not newer than its series, duplicate was known before")
            .by("outcome", "accepted", "refused", "turned_away", "late", "duplicate")),
    KAFKA_RECORDS(counter("swen.kafka.records", "Records of Kafka with samples")
            .by("outcome", "stored", "dead_letter", "tried_again")
            .where("topics are configured")),
    SAMPLES_QUEUED(gauge("swen.samples.queued", "Samples that wait for a writer")),
    SAMPLES_UNSETTLED(gauge("swen.samples.unsettled", "Durable samples that are not settled yet")),
    INSTANCES_RUNNING(gauge("swen.instances.running", "Instances that run at the moment")),
    COST_RATE(gauge("swen.cost.rate", "What runs now costs an hour, as far as prices are known")
            .in("usd_per_hour")
            .by("provider", "aws", "alibaba")),
    COST_MONTH(gauge(
                    "swen.cost.month",
                    "The month so far: spent, what the baselines of what is comparable would have cost, and what was saved against them")
            .in("usd")
            .by("what", "spent", "baseline", "saved")),
    BUDGETS_CROSSED(gauge("swen.budgets.crossed", "Budgets of this month that are spent to at least so many percent")
            .by("percent", "50", "85", "95", "100")),
    BUDGETS_FULLEST(
            gauge("swen.budgets.fullest", "How far the fullest budget of this month is spent; 0 when there is none")
                    .in("ratio")),
    FORECAST_ERROR(summary("swen.forecast.error", "Forecasts' mean absolute error over that of the last known value")
            .by("kind", "demand", "cost", "price", "metric")),
    ALERTS_FIRING(gauge("swen.alerts.firing", "Alerts that fire").by("severity", "info", "warning", "critical")),
    INCIDENTS_OPEN(gauge("swen.incidents.open", "Incidents that are not resolved")
            .by("severity", "info", "warning", "critical")),
    NOTIFICATIONS(counter("swen.notifications", "Attempts to notify people of incidents")
            .by("receiver")
            .by("outcome", "sent", "failed")),
    STREAM_SUBSCRIBERS(gauge("swen.stream.subscribers", "Callers that listen to the live stream")),
    STREAM_ENDS(counter("swen.stream.ends", "Live streams that ended").by("reason")),
    ANOMALIES_FOUND(counter("swen.anomalies.found", "Anomalies")
            .by("kind", "spike", "level_shift", "flat_line", "missing_data", "seasonal")),
    ANOMALY_SERIES(gauge("swen.anomalies.series", "Series that are watched")),
    ANOMALY_SERIES_EVICTED(
            readCounter("swen.anomalies.evicted", "Series that were forgotten because there was no room")),
    ANOMALIES_DROPPED(counter("swen.anomalies.dropped", "Findings thrown away because too many waited to be stored")),
    ANOMALY_OUTAGES(
            counter("swen.anomalies.outages", "Looks for overdue samples that found the collection itself silent"));

    private final Declaration declaration;

    TelemetryMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
