package io.swen.telemetry.alert;

import io.swen.catalog.Provider;
import io.swen.telemetry.alert.AlertRule.Staleness;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudHealth.Failing;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.ProviderHealth;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Evaluates rules about what the clouds do not answer at the moment. */
@Component
class CloudConditions {

    private final CloudHealth health;
    private final CloudProperties clouds;
    private final RunningInstances instances;
    private final InstantSource wall = InstantSource.system();
    private final Instant started = wall.instant();
    /** The regions and providers that failed since this process began. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    CloudConditions(CloudHealth health, CloudProperties clouds, RunningInstances instances) {
        this.health = health;
        this.clouds = clouds;
        this.instances = instances;
    }

    Findings find(Staleness staleness) {
        List<Reading> active = new ArrayList<>();
        int looked = 0;
        for (Provider provider : Provider.values()) {
            if (staleness.provider() != null && !staleness.provider().equals(provider.id())) {
                continue;
            }
            looked += switch (staleness.of()) {
                case PROVIDER -> provider(provider, active);
                case REGION -> regions(provider, staleness, active);
                case INSTANCE -> instances(provider, staleness, active);
            };
        }
        active.forEach(reading -> seen.add(place(reading.labels())));
        // A process that has just begun has not asked everybody yet, so that nothing failed there says nothing.
        boolean young = wall.instant().isBefore(started.plus(clouds.staleAfter()));
        return new Findings(active, labels -> young && !seen.contains(place(labels)), looked, false);
    }

    private static String place(Map<String, String> labels) {
        return labels.getOrDefault("region", labels.getOrDefault("provider", ""));
    }

    private int provider(Provider provider, List<Reading> active) {
        ProviderHealth now = health.of(provider);
        if (now.state() == ProviderHealth.State.UNAVAILABLE) {
            active.add(new Reading(
                    Map.of("provider", provider.id()),
                    Map.of("reason", now.reason() == null ? "no answer" : now.reason()),
                    null,
                    null,
                    null,
                    null,
                    true,
                    clouds.simulated(),
                    now.since()));
        }
        return 1;
    }

    private int regions(Provider provider, Staleness staleness, List<Reading> active) {
        List<Failing> failing = failing(provider, staleness);
        for (Failing part : failing) {
            active.add(new Reading(
                    Map.of(
                            "provider",
                            provider.id(),
                            "region",
                            part.region(),
                            "feed",
                            part.feed().id()),
                    Map.of("reason", part.reason()),
                    null,
                    null,
                    null,
                    null,
                    true,
                    clouds.simulated(),
                    part.since()));
        }
        return failing.size();
    }

    private int instances(Provider provider, Staleness staleness, List<Reading> active) {
        Map<String, Failing> earliest = new HashMap<>();
        for (Failing part : failing(provider, staleness)) {
            earliest.merge(part.region(), part, (a, b) -> a.since().isBefore(b.since()) ? a : b);
        }
        if (earliest.isEmpty()) {
            return 0;
        }
        int looked = 0;
        for (Running instance : instances.of(provider)) {
            Failing part = earliest.get(instance.region());
            looked++;
            if (part != null) {
                active.add(new Reading(
                        labels(instance),
                        Map.of("reason", part.reason()),
                        null,
                        null,
                        instance.team(),
                        instance.environment(),
                        false,
                        instance.simulated(),
                        part.since()));
            }
        }
        return looked;
    }

    private List<Failing> failing(Provider provider, Staleness staleness) {
        return health.failing(provider).stream()
                .filter(part -> staleness.feeds().isEmpty()
                        || staleness.feeds().contains(part.feed().id()))
                .toList();
    }

    private static Map<String, String> labels(Running instance) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("provider", instance.provider().id());
        labels.put("region", instance.region());
        labels.put("zone", instance.zone());
        labels.put("instance_id", instance.instanceId());
        labels.put("instance_type", instance.instanceType());
        put(labels, "workload", instance.workload());
        put(labels, "team", instance.team());
        put(labels, "environment", instance.environment());
        return labels;
    }

    private static void put(Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }
}
