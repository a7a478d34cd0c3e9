package io.swen.gateway.health;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * Whether the platform works.
 *
 * @param time domain time
 * @param engine whether workloads are placed
 */
@Schema(name = "PlatformHealth")
public record PlatformHealth(
        @Schema(requiredMode = REQUIRED) Status status,
        @Schema(requiredMode = REQUIRED) Instant time,
        @Schema(requiredMode = REQUIRED) Engine engine,

        @Schema(requiredMode = REQUIRED) List<Service> services) {

    public PlatformHealth {
        services = List.copyOf(services);
    }

    /** Healthy is everything, degraded is a part, unhealthy is nothing. */
    public enum Status {
        @JsonProperty("healthy")
        HEALTHY,
        @JsonProperty("degraded")
        DEGRADED,
        @JsonProperty("unhealthy")
        UNHEALTHY
    }

    /** The engine that places workloads, which is routing-service; degraded is up but not ready. */
    public enum Engine {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("degraded")
        DEGRADED,
        @JsonProperty("stopped")
        STOPPED
    }

    /** One service; degraded is up but not ready, unhealthy did not answer. */
    @Schema(name = "ServiceHealth")
    public record Service(
            @Schema(requiredMode = REQUIRED) String name,

            @Schema(requiredMode = REQUIRED) Status status) {}
}
