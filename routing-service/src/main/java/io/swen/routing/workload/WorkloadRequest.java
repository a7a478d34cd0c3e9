package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workload as a caller describes it; what is absent gets its default, what is wrong is refused by {@link WorkloadValidator}.
 *
 * <p>Components without {@code @Nullable} are required by the API; as they come from JSON, they may be absent all the same.
 */
@Schema(name = "WorkloadRequest")
public record WorkloadRequest(
        @Schema(description = "DNS label; generated when absent") @Nullable
        String id,

        String team,
        @Schema(defaultValue = "dev") @Nullable String environment,
        Kind kind,
        ContainerRequest container,
        @Schema(minimum = "0.1", maximum = "1024") Double cpuCores,

        @Schema(minimum = "0.1", maximum = "24576") Double memoryGb,

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
        @Nullable PlaceRequest usersLocation,

        @Schema(minimum = "0.01", maximum = "6400", description = "Gbit/s that each replica needs all the time")
        @Nullable
        Double networkGbps,

        @Schema(
                description =
                        "where it may be: ISO 3166 countries, continents (africa, asia, europe, north-america, oceania,"
                                + " south-america) or european-union; anywhere when absent")
        @Nullable
        List<@Nullable String> residency,

        @Schema(minimum = "1", maximum = "6", description = "least number of zones that the replicas are spread over")
        @Nullable
        Integer zoneSpread,

        @Schema(description = "workloads that it has to be near") @Nullable
        List<@Nullable AffinityRequest> affinity,

        @Schema(description = "workloads that it must not be near") @Nullable
        List<@Nullable AffinityRequest> antiAffinity,

        @Schema(minimum = "0", maximum = "1", description = "least chance that a replica runs undisturbed to the end")
        @Nullable
        Double minimumReliability,

        @Schema(description = "most that all replicas together may cost an hour, in USD") @Nullable
        Money maxHourlyCost,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0") @Nullable
        Double carbonSensitivity,

        @Schema(description = "how a new version of a service takes over; all at once when absent") @Nullable
        RolloutRequest rollout) {

    @Schema(name = "ContainerRequest")
    public record ContainerRequest(
            String image,
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

    @Schema(name = "SecretRequest")
    public record SecretRequest(String name, String ref) {}

    @Schema(name = "HealthCheckRequest")
    public record HealthCheckRequest(
            String path, Integer port, @Nullable Duration interval) {}

    @Schema(name = "CheckpointRequest")
    public record CheckpointRequest(String uri, Duration interval) {}

    @Schema(name = "RolloutRequest")
    public record RolloutRequest(
            WorkloadSpec.@Nullable Strategy strategy,

            @Schema(description = "of a canary: per cent of the replicas, rising") @Nullable
            List<@Nullable Integer> steps,

            @Schema(description = "how long each step is looked at", type = "string", example = "PT5M") @Nullable
            Duration analysis) {}

    @Schema(name = "AffinityRequest")
    record AffinityRequest(String workloadId, WorkloadSpec.@Nullable Scope scope) {}

    @Schema(name = "PlaceRequest")
    public record PlaceRequest(Double latitude, Double longitude) {}
}
