package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A line of what a provider billed for one day, in the currency it was billed in and in USD.
 *
 * @param line names it among the lines of the day
 * @param category of FOCUS: {@code Usage}, {@code Purchase}, {@code Tax}, {@code Credit} or {@code Adjustment}
 * @param compute whether it is the running time of instances, which SWEN meters as well
 * @param region provider-qualified, like {@code zone}
 * @param listUsd what it costs by the public price list; null where the bill does not say
 * @param rateAsOf the date of the exchange rate; null for USD
 * @param estimated whether the provider may still change it
 */
public record BilledLine(
        String line,
        @Nullable String account,
        String service,
        String serviceCategory,
        String category,
        boolean compute,
        @Nullable String region,
        @Nullable String zone,
        @Nullable String resourceId,
        @Nullable String instanceType,
        @Nullable String purchaseOption,
        @Nullable String sku,
        String description,
        @Nullable String workload,
        @Nullable String team,
        @Nullable String environment,
        @Nullable BigDecimal quantity,
        @Nullable String unit,
        String currency,
        BigDecimal amount,
        BigDecimal usd,
        @Nullable BigDecimal listUsd,
        @Nullable LocalDate rateAsOf,
        boolean estimated,
        boolean simulated) {}
