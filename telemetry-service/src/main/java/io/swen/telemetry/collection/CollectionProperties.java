package io.swen.telemetry.collection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How often which prices are asked for; all times are wall time.
 *
 * @param enabled false leaves the prices as they are stored
 * @param regions provider-qualified; null or empty for all regions with offers
 * @param awsSpotRound the time in which every AWS region is asked once
 * @param discoveryInterval how often regions, zones and types are compared with what is known
 * @param noticeInterval how often notices are asked for; a queue that is polled adds its own wait
 * @param billInterval how often bills are read
 * @param simulatedBillInterval the same for the simulator, whose time may run faster
 * @param capacityInterval how often placement scores, stock and spot advice are asked for
 */
@Validated
@ConfigurationProperties("swen.telemetry.collection")
record CollectionProperties(
        boolean enabled,
        @Nullable List<String> regions,
        @NotNull Duration awsSpotRound,
        @Min(1) @Max(100) int alibabaSpotCallsPerSecond,
        @Min(1) @Max(1_000_000) int awsListCallsPerDay,
        @Min(1) @Max(1_000_000) int alibabaListCallsPerDay,
        @NotNull Duration discoveryInterval,
        @NotNull Duration noticeInterval,
        @NotNull Duration billInterval,
        @NotNull Duration simulatedBillInterval,
        @NotNull Duration capacityInterval) {

    CollectionProperties {
        regions = regions == null ? List.of() : List.copyOf(regions);
    }

    boolean covers(String region) {
        List<String> chosen = regions;
        return chosen == null || chosen.isEmpty() || chosen.contains(region);
    }
}
