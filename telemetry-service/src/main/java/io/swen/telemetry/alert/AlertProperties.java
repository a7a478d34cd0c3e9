package io.swen.telemetry.alert;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How rules are evaluated.
 *
 * @param rules folder of files with own rules; one of a shipped rule's name replaces it
 * @param shippedRules whether the shipped rules count
 * @param interval wall time between evaluations; {@code simulatedInterval} where the clouds are simulated
 * @param mostSeriesARule how many series of a rule are looked at
 * @param mostAlertsARule how many alerts of a rule there may be at a time
 * @param lag domain time that samples may need to get here: until then, a window ends at the newest one
 * @param unknownKept domain time that an alert outlives that there are no data to judge it by
 * @param retention domain time that alerts are kept after they were resolved
 */
@Validated
@ConfigurationProperties("swen.telemetry.alerts")
record AlertProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Path rules,
        @DefaultValue("true") boolean shippedRules,
        @NotNull Duration interval,
        @NotNull Duration simulatedInterval,
        @Min(1) @Max(100_000) int mostSeriesARule,
        @Min(1) @Max(10_000) int mostAlertsARule,
        @NotNull Duration lag,
        @NotNull Duration unknownKept,
        @NotNull Duration retention) {}
