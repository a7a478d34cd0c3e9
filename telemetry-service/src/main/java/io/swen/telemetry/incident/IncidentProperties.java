package io.swen.telemetry.incident;

import io.swen.telemetry.alert.Severity;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How alerts become incidents; domain time.
 *
 * @param window how long after an incident's newest alert another one of its scope joins it
 * @param settle how long none of its alerts may fire before it is resolved, so that what flaps is one incident
 * @param leastSeverity of an alert that opens an incident; lesser ones join where there is one
 * @param retention how long incidents are kept after they were resolved
 */
@Validated
@ConfigurationProperties("swen.telemetry.incidents")
record IncidentProperties(
        @NotNull Duration window,
        @NotNull Duration settle,
        @NotNull Severity leastSeverity,
        @NotNull Duration retention) {}
