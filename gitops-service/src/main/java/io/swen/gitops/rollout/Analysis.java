package io.swen.gitops.rollout;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.CloudInstance;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Fleet;
import io.swen.gitops.deploy.InstanceHealth;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at a version by the clouds' status checks, by its metrics against those before it, and by what it costs. */
@Component
class Analysis {

    private static final MathContext SHOWN = new MathContext(3);

    private final Fleet fleet;
    private final Measured measured;
    private final MonitorProperties properties;

    Analysis(Fleet fleet, Measured measured, MonitorProperties properties) {
        this.fleet = fleet;
        this.measured = measured;
        this.properties = properties;
    }

    /**
     * Whether the instances of a deployment are well. An instance that the cloud took back, or that somebody ended, says nothing
     * about the version.
     */
    Judgement health(Deployment deployment) {
        if (!fleet.covers(deployment.environment())) {
            return new Judgement.Good(List.of("health: as its cluster says"));
        }
        return health(deployment, look(deployment.provider(), deployment.region(), deployment.instanceIds()));
    }

    /** The same from what was seen of it before. */
    Judgement health(Deployment deployment, Seen seen) {
        if (!fleet.covers(deployment.environment())) {
            return new Judgement.Good(List.of("health: as its cluster says"));
        }
        String outage = seen.outage();
        if (outage != null) {
            return new Judgement.Unsure("the cloud does not say: " + outage, List.of());
        }
        List<String> evidence = new ArrayList<>();
        List<String> impaired = new ArrayList<>();
        List<InstanceHealth> all = new ArrayList<>();
        for (String id : deployment.instanceIds()) {
            CloudInstance instance = seen.instances().get(id);
            if (instance != null && (!instance.isAlive() || instance.state() == CloudInstance.State.STOPPED)) {
                switch (instance.end()) {
                    case INTERRUPTION, USER -> evidence.add(id + " was ended from outside, which is not its fault");
                    case OWN_SHUTDOWN, NONE -> {
                        // A batch ends its instance when its work is done.
                        if (deployment.kind() == WorkloadKind.SERVICE) {
                            return new Judgement.Bad(id + " ended by itself", List.of("health: " + instance.reason()));
                        }
                    }
                }
                continue;
            }
            InstanceHealth health = seen.health().getOrDefault(id, InstanceHealth.UNKNOWN);
            all.add(health);
            if (health == InstanceHealth.IMPAIRED) {
                impaired.add(id);
            }
        }
        evidence.add("health: " + counted(all));
        if (!impaired.isEmpty()) {
            return new Judgement.Bad(
                    impaired.size() + " of " + all.size() + " instances fail their status checks: "
                            + String.join(", ", impaired),
                    evidence);
        }
        long well = all.stream().filter(one -> one == InstanceHealth.OK).count();
        return well == all.size()
                ? new Judgement.Good(evidence)
                : new Judgement.Unsure(
                        (all.size() - well) + " of " + all.size() + " instances have not passed their checks yet",
                        evidence);
    }

    /** One look at some instances of a region; an outage is kept as such. */
    Seen look(Provider provider, String region, List<String> ids) {
        try {
            Map<String, CloudInstance> instances = new HashMap<>();
            fleet.withIds(provider, region, ids).forEach(instance -> instances.put(instance.instanceId(), instance));
            return new Seen(instances, fleet.health(provider, region, ids), null);
        } catch (CloudException e) {
            return new Seen(Map.of(), Map.of(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a cloud said at one moment.
     *
     * @param outage why it did not answer, or null
     */
    record Seen(
            Map<String, CloudInstance> instances,
            Map<String, InstanceHealth> health,
            @Nullable String outage) {

        static final Seen NOTHING = new Seen(Map.of(), Map.of(), null);

        Seen {
            instances = Map.copyOf(instances);
            health = Map.copyOf(health);
        }
    }

    /**
     * Whether the metrics of the new instances are worse than those of the others.
     *
     * @param newer the instances that are judged, from {@code from} to {@code to}
     * @param older those they are compared with, from {@code olderFrom} to {@code olderTo}; null for all others of the workload
     * @param looks how often the same version is looked at, which the significance is shared among
     */
    Judgement metrics(
            String workload,
            Set<String> newer,
            Instant from,
            Instant to,
            @Nullable Set<String> older,
            Instant olderFrom,
            Instant olderTo,
            int looks) {
        List<String> evidence = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        int compared = 0;
        double significance = properties.significance()
                / looks
                / Math.max(1, properties.compared().size());
        try {
            for (Map.Entry<String, MonitorProperties.Signal> signal :
                    properties.compared().entrySet()) {
                if (!from.isBefore(to) || !olderFrom.isBefore(olderTo)) {
                    continue;
                }
                double[] after = chosen(measured.samples(signal.getKey(), workload, from, to), newer, true);
                double[] before = older == null
                        ? chosen(measured.samples(signal.getKey(), workload, olderFrom, olderTo), newer, false)
                        : chosen(measured.samples(signal.getKey(), workload, olderFrom, olderTo), older, true);
                if (before.length == 0 && after.length == 0) {
                    continue;
                }
                if (before.length < properties.samples() || after.length < properties.samples()) {
                    evidence.add(signal.getKey() + ": too few samples, " + before.length + " before and " + after.length
                            + " after of at least " + properties.samples());
                    continue;
                }
                compared++;
                Comparison comparison =
                        Comparison.of(before, after, signal.getValue().worse());
                String told = String.format(
                        Locale.ROOT,
                        "%s: %.3g times as before, p=%.2g (%d samples before, %d after)",
                        signal.getKey(),
                        comparison.ratio(),
                        comparison.pValue(),
                        comparison.before(),
                        comparison.after());
                evidence.add(told);
                if (comparison.isWorse(
                        signal.getValue().worse(),
                        significance,
                        signal.getValue().tolerated())) {
                    bad.add(told);
                }
            }
        } catch (Measured.UnansweredException e) {
            return new Judgement.Unsure(String.valueOf(e.getMessage()), evidence);
        }
        if (!bad.isEmpty()) {
            return new Judgement.Bad("worse than before: " + String.join("; ", bad), evidence);
        }
        return compared == 0
                ? new Judgement.Unsure("there are too few samples to compare, so that only health counts", evidence)
                : new Judgement.Good(evidence);
    }

    /**
     * Whether it costs what was approved. What somebody made of its instances since is drift, and where the spot market went is for
     * another place to be decided; neither is the version's fault.
     */
    Judgement cost(Deployment deployment, Seen seen) {
        List<String> altered = deployment.instanceIds().stream()
                .map(seen.instances()::get)
                .filter(instance -> instance != null
                        && instance.facts().type() != null
                        && !instance.facts().type().equals(deployment.instanceType()))
                .map(instance ->
                        instance.instanceId() + " is a " + instance.facts().type())
                .toList();
        if (!altered.isEmpty()) {
            return new Judgement.Unsure(
                    "what it costs does not count, because it was altered: " + String.join(", ", altered), List.of());
        }
        try {
            Measured.Cost cost = measured.hourly(deployment.workloadId(), deployment.instanceIds());
            if (cost.instances() < deployment.instanceIds().size() || cost.instances() == 0) {
                return new Judgement.Unsure(
                        "only " + cost.instances() + " of "
                                + deployment.instanceIds().size() + " instances are priced",
                        List.of());
            }
            BigDecimal planned = deployment.hourlyCost().amount();
            BigDecimal most = planned.multiply(BigDecimal.valueOf(1 + properties.costTolerance()));
            String told = "cost: " + cost.usd().round(SHOWN).toPlainString() + " USD an hour, "
                    + planned.round(SHOWN).toPlainString() + " planned";
            if (planned.signum() <= 0 || cost.usd().compareTo(most) <= 0) {
                return new Judgement.Good(List.of(told));
            }
            return deployment.purchaseOption() == PurchaseOption.SPOT
                    ? new Judgement.Good(List.of(told + "; the market moved, which is not its fault"))
                    : new Judgement.Bad(told, List.of(told));
        } catch (Measured.UnansweredException e) {
            return new Judgement.Unsure(String.valueOf(e.getMessage()), List.of());
        }
    }

    /** Whether its health is for this service to look at. */
    boolean covers(Deployment deployment) {
        return fleet.covers(deployment.environment());
    }

    Duration warmUp() {
        return properties.warmUp();
    }

    private static double[] chosen(Map<String, double[]> samples, Set<String> instances, boolean among) {
        return samples.entrySet().stream()
                .filter(one -> instances.contains(one.getKey()) == among)
                .flatMapToDouble(one -> java.util.Arrays.stream(one.getValue()))
                .toArray();
    }

    private static String counted(Collection<InstanceHealth> all) {
        List<String> counts = new ArrayList<>();
        for (InstanceHealth one : InstanceHealth.values()) {
            long count = all.stream().filter(health -> health == one).count();
            if (count > 0) {
                counts.add(count + " " + one.name().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", counts);
    }
}
