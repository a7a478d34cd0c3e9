package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload as a caller describes it; what is absent gets its default, what is wrong is refused by {@link WorkloadValidator}. */
@Schema(
        name = "WorkloadRequest",
        requiredProperties = {"team", "kind", "container", "cpu_cores", "memory_gb"})
record WorkloadRequest(
        @Schema(description = "DNS label; generated when absent") @Nullable
        String id,

        @Nullable String team,
        @Schema(defaultValue = "dev") @Nullable String environment,
        @Nullable Kind kind,
        @Nullable ContainerRequest container,
        @Schema(minimum = "0.1", maximum = "1024") @Nullable Double cpuCores,

        @Schema(minimum = "0.1", maximum = "24576") @Nullable
        Double memoryGb,

        @Schema(minimum = "0", maximum = "16", defaultValue = "0") @Nullable
        Integer gpus,

        @Nullable String gpuModel,
        @Nullable Architecture architecture,
        @Nullable Priority priority,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0.5") @Nullable
        Double costSensitivity,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0.5") @Nullable
        Double latencySensitivity,

        @Nullable Instant deadline,

        @Schema(description = "required for batch") @Nullable
        Double estimatedDurationHours,

        @Schema(defaultValue = "false") @Nullable Boolean interruptible,
        @Nullable List<@Nullable String> regionsAllowed,
        @Nullable List<@Nullable String> regionsForbidden,
        @Nullable String dataLocation,
        @Nullable Double dataSizeGb,
        @Nullable PlaceRequest usersLocation) {

    @Schema(
            name = "ContainerRequest",
            requiredProperties = {"image"})
    record ContainerRequest(
            @Nullable String image,
            @Nullable List<@Nullable String> command,
            @Nullable Map<String, @Nullable String> env,
            @Nullable List<@Nullable SecretRequest> secrets,
            @Nullable List<@Nullable Integer> ports,

            @Schema(minimum = "1", maximum = "100", defaultValue = "1") @Nullable
            Integer replicas,

            @Nullable HealthCheckRequest healthCheck,

            @Schema(minimum = "1", maximum = "16384", defaultValue = "20") @Nullable
            Integer diskGb,

            @Nullable CheckpointRequest checkpoint) {}

    @Schema(
            name = "SecretRequest",
            requiredProperties = {"name", "ref"})
    record SecretRequest(@Nullable String name, @Nullable String ref) {}

    @Schema(
            name = "HealthCheckRequest",
            requiredProperties = {"path", "port"})
    record HealthCheckRequest(
            @Nullable String path,
            @Nullable Integer port,

            @Schema(type = "string", example = "PT10S", defaultValue = "PT10S") @Nullable
            Duration interval) {}

    @Schema(
            name = "CheckpointRequest",
            requiredProperties = {"uri", "interval"})
    record CheckpointRequest(
            @Nullable String uri,

            @Schema(type = "string", example = "PT15M") @Nullable
            Duration interval) {}

    @Schema(
            name = "PlaceRequest",
            requiredProperties = {"latitude", "longitude"})
    record PlaceRequest(@Nullable Double latitude, @Nullable Double longitude) {}
}
