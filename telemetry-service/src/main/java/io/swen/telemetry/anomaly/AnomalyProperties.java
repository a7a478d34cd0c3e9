package io.swen.telemetry.anomaly;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How series are watched.
 *
 * @param enabled false watches nothing
 * @param threshold a score from which on something is an anomaly
 * @param mostSeries how many series are watched; each takes about 2 kB
 * @param waiting how many findings may wait to be stored
 * @param leastSilence domain time without a sample that is never told of
 * @param forgetAfter domain time without a sample after which a series is forgotten
 * @param silenceInterval wall time between two looks for overdue samples
 * @param saveInterval wall time between two savings of states
 * @param savesAtOnce how many states are saved at a time
 * @param retention domain time for which anomalies that are over are kept
 */
@Validated
@ConfigurationProperties("swen.telemetry.anomaly")
record AnomalyProperties(
        boolean enabled,
        @DecimalMin("0.01") @DecimalMax("0.99") double threshold,
        @Min(1) @Max(5_000_000) int mostSeries,
        @Min(1) @Max(1_000_000) int waiting,
        @NotNull Duration leastSilence,
        @NotNull Duration forgetAfter,
        @NotNull Duration silenceInterval,
        @NotNull Duration saveInterval,
        @Min(1) @Max(100_000) int savesAtOnce,
        @NotNull Duration retention) {}
