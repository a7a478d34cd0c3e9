package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a provider billed for a day, as fine as it tells.
 *
 * @param source which of the provider's bills says so, such as {@code aws-cost-explorer}
 * @param service the provider's name of the service
 * @param region provider-qualified; null where the bill does not tell, like {@code resource} and the tags after it
 * @param amount in {@code currency}; credits are negative
 * @param costUsd converted at {@code rate}, in units of {@code currency} for one USD, of {@code rateAsOf} from {@code rateSource}
 * @param estimated whether the provider may still change it
 */
public record CloudBill(
        Provider provider,
        LocalDate day,
        String source,
        String service,
        @Nullable String region,
        @Nullable String resource,
        @Nullable String team,
        @Nullable String environment,
        @Nullable String workload,
        BigDecimal amount,
        String currency,
        BigDecimal costUsd,
        BigDecimal rate,
        LocalDate rateAsOf,
        String rateSource,
        boolean estimated,
        Instant receivedAt,
        boolean simulated) {}
