package io.swen.telemetry.cost;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.metric.GaugeValues;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.support.TelemetryMetric;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Measures what runs costs an hour, and what the month so far cost and saved. */
@Component
class CostGauges implements BackgroundJob {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Costs costs;
    private final Catalog catalog;
    private final Clock clock;
    private final GaugeValues rate;
    private final GaugeValues month;

    CostGauges(Costs costs, Catalog catalog, Clock clock, MeterRegistry metrics) {
        this.costs = costs;
        this.catalog = catalog;
        this.clock = clock;
        this.rate = GaugeValues.register(TelemetryMetric.COST_RATE, metrics);
        this.month = GaugeValues.register(TelemetryMetric.COST_MONTH, metrics);
    }

    @Override
    public String name() {
        return "cost-gauges";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        if (!catalog.isReady()) {
            return;
        }
        Map<String, BigDecimal> byProvider = new HashMap<>();
        for (Provider provider : Provider.values()) {
            byProvider.put(provider.id(), costs.hourly(CostScope.of(null, null, provider.id())));
        }
        rate.set(byProvider);
        Instant now = clock.instant();
        Costs.Savings savings = costs.savings(CostScope.ALL, Costs.startOfMonth(now), Costs.ceiling(now));
        month.set(Map.of("spent", savings.spentUsd(), "baseline", savings.baselineUsd(), "saved", savings.savedUsd()));
    }
}
