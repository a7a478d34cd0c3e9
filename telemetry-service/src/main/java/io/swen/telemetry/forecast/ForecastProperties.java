package io.swen.telemetry.forecast;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How often the future is looked into.
 *
 * @param enabled false leaves forecasts to those who ask for one
 * @param interval wall time between two looks at what needs a new forecast
 * @param refresh domain time after which a forecast is made anew
 * @param retention domain time that forecasts and their errors are kept
 * @param callTimeout wall time that a request waits for its turn and its forecast
 */
@Validated
@ConfigurationProperties("swen.telemetry.forecast")
record ForecastProperties(
        boolean enabled,
        @NotNull Duration interval,
        @NotNull Duration refresh,
        @NotNull Duration retention,
        @NotNull Duration callTimeout) {}
