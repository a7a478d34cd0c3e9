package io.swen.telemetry.metrics;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often instances and their metrics are asked for, and how long samples are kept.
 *
 * @param enabled false leaves instances and metrics as they are stored
 * @param regions provider-qualified; null or empty for all regions with offers
 * @param interval wall time between two looks at real clouds
 * @param simulatedInterval the same for the simulator, whose answers are free and whose time may run faster
 * @param period the finest period of a metric that is asked for
 * @param retention how long samples are kept, domain time; what is older is not taken
 * @param staleAfter wall time after which the newest value of a series is stale
 * @param citus distributes the tables of samples by series with the Citus extension
 */
@Validated
@ConfigurationProperties("swen.telemetry.metrics")
record MetricsProperties(
        boolean enabled,
        @Nullable List<String> regions,
        @NotNull Duration interval,
        @NotNull Duration simulatedInterval,
        @NotNull Duration period,
        @NotNull Duration retention,
        @NotNull Duration staleAfter,
        @DefaultValue("false") boolean citus) {

    MetricsProperties {
        regions = regions == null ? List.of() : List.copyOf(regions);
    }

    boolean covers(String region) {
        List<String> chosen = regions;
        return chosen == null || chosen.isEmpty() || chosen.contains(region);
    }
}
