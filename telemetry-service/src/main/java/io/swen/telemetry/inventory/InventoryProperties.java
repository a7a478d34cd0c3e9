package io.swen.telemetry.inventory;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the accounts are looked through.
 *
 * @param enabled false leaves the inventory as it is stored
 * @param regions provider-qualified; null or empty for all regions with offers
 * @param interval wall time between two looks
 * @param measureInterval wall time between two measurements of a region's instances, whose metrics cost money on AWS; zero for
 *     none
 * @param teamTags the tags that may name the team of what SWEN did not start, the first one present counts
 * @param environmentTags likewise
 * @param idleCpuPercent what runs below it on average, and below {@code idleNetwork}, is thought idle
 * @param idleNetwork bytes a second
 */
@Validated
@ConfigurationProperties("swen.telemetry.inventory")
record InventoryProperties(
        boolean enabled,
        @Nullable List<String> regions,
        @NotNull Duration interval,
        @NotNull Duration measureInterval,
        @NotNull List<String> teamTags,
        @NotNull List<String> environmentTags,
        @PositiveOrZero @DecimalMax("100") double idleCpuPercent,
        @PositiveOrZero double idleNetwork) {

    InventoryProperties {
        regions = regions == null ? List.of() : List.copyOf(regions);
        teamTags = List.copyOf(teamTags);
        environmentTags = List.copyOf(environmentTags);
    }

    boolean covers(String region) {
        List<String> chosen = regions;
        return chosen == null || chosen.isEmpty() || chosen.contains(region);
    }
}
