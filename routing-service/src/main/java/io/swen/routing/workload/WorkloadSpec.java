package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workload is and needs, checked and with its defaults filled in.
 *
 * @param cpuCores needed by each replica
 * @param memoryGb GiB needed by each replica
 * @param gpus needed by each replica
 * @param costSensitivity 0 (does not matter) to 1
 * @param latencySensitivity 0 (does not matter) to 1
 * @param estimatedDurationHours null only for a service
 * @param regionsAllowed empty for all
 * @param dataLocation region that the data is read from
 */
public record WorkloadSpec(
        String id,
        String team,
        String environment,
        Kind kind,
        Container container,
        double cpuCores,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        Architecture architecture,
        Priority priority,
        double costSensitivity,
        double latencySensitivity,
        @Nullable Instant deadline,
        @Nullable Double estimatedDurationHours,
        boolean interruptible,
        List<String> regionsAllowed,
        List<String> regionsForbidden,
        @Nullable String dataLocation,
        double dataSizeGb,
        @Nullable Place usersLocation) {

    public WorkloadSpec {
        regionsAllowed = List.copyOf(regionsAllowed);
        regionsForbidden = List.copyOf(regionsForbidden);
    }

    /** What runs. */
    public record Container(
            String image,
            List<String> command,
            Map<String, String> env,
            List<Secret> secrets,
            List<Integer> ports,
            int replicas,
            @Nullable HealthCheck healthCheck,
            int diskGb,
            @Nullable Checkpoint checkpoint) {

        public Container {
            command = List.copyOf(command);
            env = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(env));
            secrets = List.copyOf(secrets);
            ports = List.copyOf(ports);
        }
    }

    /** An environment variable whose value stays where it is kept; only the reference is known here. */
    public record Secret(String name, String ref) {}

    @Schema(name = "HealthCheck")
    public record HealthCheck(String path, int port, Duration interval) {}

    /** Where and how often the work's state is saved. */
    public record Checkpoint(URI uri, Duration interval) {}

    /** A point on the globe, in degrees. */
    public record Place(double latitude, double longitude) {}
}
