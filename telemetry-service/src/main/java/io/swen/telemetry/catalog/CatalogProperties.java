package io.swen.telemetry.catalog;

import io.swen.catalog.ExchangeRate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How prices are converted, kept and judged.
 *
 * @param exchangeRate the rate of the shipped price lists
 * @param exchangeRates further dated rates; the one in force on the day of a price or bill is taken
 * @param exchangeRateSource address of daily rates in the XML of the European Central Bank; null for none
 * @param epochInterval the shortest wall time between two price epochs
 * @param history how long price changes are kept, in domain time
 */
@Validated
@ConfigurationProperties("swen.telemetry.catalog")
record CatalogProperties(
        @Valid @NotNull Rate exchangeRate,
        @Nullable List<@Valid @NotNull Rate> exchangeRates,
        @Nullable URI exchangeRateSource,
        @NotNull Duration epochInterval,
        @NotNull Duration history,
        @Valid @NotNull StaleAfter staleAfter) {

    CatalogProperties {
        exchangeRates = exchangeRates == null ? List.of() : List.copyOf(exchangeRates);
        exchangeRateSource =
                exchangeRateSource == null || exchangeRateSource.toString().isBlank() ? null : exchangeRateSource;
    }

    /** One unit of {@code base} in units of {@code quote}, and where the number is from. */
    record Rate(
            @NotBlank String base,
            @NotBlank String quote,
            @NotNull @Positive BigDecimal rate,
            @NotNull LocalDate asOf,
            @NotBlank String source) {

        ExchangeRate toExchangeRate() {
            return new ExchangeRate(base, quote, rate, asOf, source);
        }
    }

    /** Wall time after which a price that its provider did not confirm is stale, by its kind. */
    record StaleAfter(
            @NotNull Duration list,
            @NotNull Duration awsSpot,
            @NotNull Duration alibabaSpot) {}
}
