package io.swen.gateway.health;

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
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Status status,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant time,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Engine engine,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<Service> services) {

    public PlatformHealth {
        services = List.copyOf(services);
    }

    /** Healthy is everything, degraded is a part, unhealthy is nothing. */
    public enum Status {
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }

    /** The engine that places workloads, which is routing-service; degraded is up but not ready. */
    public enum Engine {
        RUNNING,
        DEGRADED,
        STOPPED
    }

    /** One service; degraded is up but not ready, unhealthy did not answer. */
    @Schema(name = "ServiceHealth")
    public record Service(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Status status) {}
}
