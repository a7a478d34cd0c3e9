package io.swen.routing.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
 * @param networkGbps network bandwidth needed by each replica; null when it does not matter
 * @param residency countries and continents that it may be in; empty for all
 * @param zoneSpread least number of zones that the replicas are spread over; null for no matter
 * @param affinity workloads that it has to be near
 * @param antiAffinity workloads that it must not be near
 * @param minimumReliability least chance that a replica runs undisturbed to the end; null for no matter
 * @param maxHourlyCost most that all replicas together may cost, in USD per hour; null for no limit
 * @param carbonSensitivity 0 (does not matter) to 1; null as 0
 * @param rollout how a new version takes over from the one before; null for all at once
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
        @Nullable Place usersLocation,
        @Nullable Double networkGbps,
        List<String> residency,
        @Nullable Integer zoneSpread,
        List<Affinity> affinity,
        List<Affinity> antiAffinity,
        @Nullable Double minimumReliability,
        @Nullable Money maxHourlyCost,
        @Nullable Double carbonSensitivity,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Rollout rollout) {

    public WorkloadSpec {
        regionsAllowed = List.copyOf(regionsAllowed);
        regionsForbidden = List.copyOf(regionsForbidden);
        // Absent in what was stored before there were these fields.
        residency = residency == null ? List.of() : List.copyOf(residency);
        affinity = affinity == null ? List.of() : List.copyOf(affinity);
        antiAffinity = antiAffinity == null ? List.of() : List.copyOf(antiAffinity);
    }

    /** A workload whose new versions take over all at once. */
    public WorkloadSpec(
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
            @Nullable Place usersLocation,
            @Nullable Double networkGbps,
            List<String> residency,
            @Nullable Integer zoneSpread,
            List<Affinity> affinity,
            List<Affinity> antiAffinity,
            @Nullable Double minimumReliability,
            @Nullable Money maxHourlyCost,
            @Nullable Double carbonSensitivity) {
        this(
                id,
                team,
                environment,
                kind,
                container,
                cpuCores,
                memoryGb,
                gpus,
                gpuModel,
                architecture,
                priority,
                costSensitivity,
                latencySensitivity,
                deadline,
                estimatedDurationHours,
                interruptible,
                regionsAllowed,
                regionsForbidden,
                dataLocation,
                dataSizeGb,
                usersLocation,
                networkGbps,
                residency,
                zoneSpread,
                affinity,
                antiAffinity,
                minimumReliability,
                maxHourlyCost,
                carbonSensitivity,
                null);
    }

    /** A workload with none of the needs that few have. */
    public WorkloadSpec(
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
        this(
                id,
                team,
                environment,
                kind,
                container,
                cpuCores,
                memoryGb,
                gpus,
                gpuModel,
                architecture,
                priority,
                costSensitivity,
                latencySensitivity,
                deadline,
                estimatedDurationHours,
                interruptible,
                regionsAllowed,
                regionsForbidden,
                dataLocation,
                dataSizeGb,
                usersLocation,
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    /** How a new version takes over. */
    public enum Strategy {
        /** Each replica beside its predecessor, which goes once all of them run. */
        ALL_AT_ONCE,
        /** All replicas beside those before, which go once an analysis has found the new ones good. */
        BLUE_GREEN,
        /** A few replicas first, then more, with an analysis after each step. */
        CANARY
    }

    /**
     * How a new version takes over.
     *
     * @param steps of a canary: per cent of the replicas, rising
     * @param analysis how long each step is looked at; null for what is configured
     */
    @Schema(name = "Rollout")
    public record Rollout(
            Strategy strategy,
            List<Integer> steps,
            @Nullable Duration analysis) {

        public Rollout {
            steps = List.copyOf(steps);
        }
    }

    /** How near another workload is meant. */
    public enum Scope {
        ZONE,
        REGION,
        PROVIDER
    }

    /** Another workload and how near to it is meant. */
    public record Affinity(String workloadId, Scope scope) {}

    /** The same with another estimate of how long it runs. */
    public WorkloadSpec withEstimatedDuration(double hours) {
        return copy(container, cpuCores, memoryGb, hours, interruptible);
    }

    /** The same with other needs. */
    public WorkloadSpec withNeeds(double cores, double memory, int replicas) {
        return copy(container.withReplicas(replicas), cores, memory, estimatedDurationHours, interruptible);
    }

    /** The same, but it may not be interrupted. */
    public WorkloadSpec uninterruptible() {
        return copy(container, cpuCores, memoryGb, estimatedDurationHours, false);
    }

    /** The same, but it may not be in these regions either. */
    public WorkloadSpec outside(Collection<String> regions) {
        if (regions.isEmpty()) {
            return this;
        }
        TreeSet<String> forbidden = new TreeSet<>(regionsForbidden);
        forbidden.addAll(regions);
        return copy(
                container, cpuCores, memoryGb, estimatedDurationHours, interruptible, List.copyOf(forbidden), rollout);
    }

    /** Whether a place that fits the one fits the other: only what runs there differs, or how it takes over. */
    public boolean fitsWhere(WorkloadSpec other) {
        return container.replicas() == other.container.replicas()
                && container.diskGb() == other.container.diskGb()
                && copy(
                                other.container,
                                cpuCores,
                                memoryGb,
                                estimatedDurationHours,
                                interruptible,
                                regionsForbidden,
                                other.rollout)
                        .equals(other);
    }

    private WorkloadSpec copy(
            Container what, double cores, double memory, @Nullable Double hours, boolean mayBeInterrupted) {
        return copy(what, cores, memory, hours, mayBeInterrupted, regionsForbidden, rollout);
    }

    private WorkloadSpec copy(
            Container what,
            double cores,
            double memory,
            @Nullable Double hours,
            boolean mayBeInterrupted,
            List<String> forbidden,
            @Nullable Rollout takesOver) {
        return new WorkloadSpec(
                id,
                team,
                environment,
                kind,
                what,
                cores,
                memory,
                gpus,
                gpuModel,
                architecture,
                priority,
                costSensitivity,
                latencySensitivity,
                deadline,
                hours,
                mayBeInterrupted,
                regionsAllowed,
                forbidden,
                dataLocation,
                dataSizeGb,
                usersLocation,
                networkGbps,
                residency,
                zoneSpread,
                affinity,
                antiAffinity,
                minimumReliability,
                maxHourlyCost,
                carbonSensitivity,
                takesOver);
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

        Container withReplicas(int number) {
            return new Container(image, command, env, secrets, ports, number, healthCheck, diskGb, checkpoint);
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
