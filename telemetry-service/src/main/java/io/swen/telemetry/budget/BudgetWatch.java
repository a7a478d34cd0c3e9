package io.swen.telemetry.budget;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.GaugeValues;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.support.TelemetryMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Looks at every budget again and again. */
@Component
class BudgetWatch implements BackgroundJob {

    private static final Duration REAL = Duration.ofSeconds(60);
    private static final Duration SIMULATED = Duration.ofSeconds(10);

    private final Budgets budgets;
    private final CloudProperties clouds;
    private final GaugeValues crossed;
    private volatile double fullest;

    BudgetWatch(Budgets budgets, CloudProperties clouds, MeterRegistry metrics) {
        this.budgets = budgets;
        this.clouds = clouds;
        this.crossed = GaugeValues.register(TelemetryMetric.BUDGETS_CROSSED, metrics);
        Gauge.builder(TelemetryMetric.BUDGETS_FULLEST.id(), this, watch -> watch.fullest)
                .baseUnit("ratio")
                .register(metrics);
    }

    @Override
    public String name() {
        return "budgets";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public void run() {
        List<BigDecimal> percents =
                budgets.ids().stream().flatMap(id -> budgets.watch(id).stream()).toList();
        Map<String, Long> counts = new HashMap<>();
        for (Declaration.Tag tag : TelemetryMetric.BUDGETS_CROSSED.declaration().tags()) {
            for (String bound : tag.values()) {
                BigDecimal least = new BigDecimal(bound);
                counts.put(
                        bound,
                        percents.stream()
                                .filter(percent -> percent.compareTo(least) >= 0)
                                .count());
            }
        }
        crossed.set(counts);
        fullest = percents.stream()
                        .max(BigDecimal::compareTo)
                        .orElse(BigDecimal.ZERO)
                        .doubleValue()
                / 100;
    }
}
