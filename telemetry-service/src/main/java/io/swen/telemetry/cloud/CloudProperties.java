package io.swen.telemetry.cloud;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the clouds are reached. Credentials are not here: each SDK finds them by its own provider chain.
 *
 * @param awsEndpoint null for the real AWS
 * @param alibabaEndpoint null for the real Alibaba Cloud
 * @param simulated whether the simulator stands behind the endpoints
 * @param callTimeout the longest a single attempt may take
 * @param callsPerSecond budget of calls to each provider
 * @param attempts how often a call is tried at most, the first time included
 * @param staleAfter wall time without any answer after which a provider is stale
 * @param unavailableAfter wall time in which everything failed after which a provider is unavailable
 */
@Validated
@ConfigurationProperties("swen.telemetry.cloud")
public record CloudProperties(
        @Nullable URI awsEndpoint,
        @Nullable URI alibabaEndpoint,
        boolean simulated,
        @NotNull Duration callTimeout,
        @Min(1) @Max(1000) int callsPerSecond,
        @Min(1) @Max(10) int attempts,
        @NotNull Duration staleAfter,
        @NotNull Duration unavailableAfter) {}
