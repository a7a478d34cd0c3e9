package io.swen.gitops.deploy;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ProblemException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Deploys by the clouds' own instance calls: one instance a replica. */
@Component
class CloudApiDeployer implements TargetDeployer, Adopter {

    private static final String TAG_CHANGE = Fleet.TAG_CHANGE;
    private static final String TAG_WORKLOAD = Fleet.TAG_WORKLOAD;
    private static final String TAG_REPLICA = Fleet.TAG_REPLICA;
    private static final int BASELINE_SCALE = 8;

    private final Map<Provider, CloudClient> clients = new EnumMap<>(Provider.class);
    private final Deployments deployments;
    private final CloudProperties properties;
    private final BootstrapProperties bootstrap;
    private final CallbackTokens tokens;
    private final WorkloadReports reports;
    private final LaunchPace pace;
    private final Boundary boundary;
    private final MeterRegistry metrics;

    CloudApiDeployer(
            List<CloudClient> clients,
            Deployments deployments,
            CloudProperties properties,
            BootstrapProperties bootstrap,
            CallbackTokens tokens,
            WorkloadReports reports,
            LaunchPace pace,
            Boundary boundary,
            MeterRegistry metrics) {
        clients.forEach(client -> this.clients.put(client.provider(), client));
        this.deployments = deployments;
        this.properties = properties;
        this.bootstrap = bootstrap;
        this.tokens = tokens;
        this.reports = reports;
        this.pace = pace;
        this.boundary = boundary;
        this.metrics = metrics;
    }

    @Override
    public DeployTarget target() {
        return DeployTarget.CLOUD_API;
    }

    @Override
    public List<Plan.Action> plan(DeploymentRequest request) {
        List<Plan.Action> actions = new ArrayList<>();
        Workload workload = request.desired().workload();
        for (int replica = 0; replica < workload.replicas(); replica++) {
            InstanceSpec spec = spec(request, replica);
            Map<String, Object> after = new LinkedHashMap<>();
            after.put("region", spec.region());
            after.put("zone", spec.zone());
            after.put("instance_type", spec.instanceType());
            after.put("purchase_option", spec.purchaseOption().name().toLowerCase(Locale.ROOT));
            after.put("image", spec.image());
            after.put("disk_gb", spec.diskGb());
            after.put("container_image", workload.container().image());
            after.put("client_token", spec.clientToken());
            after.put("user_data", "sha256:" + ClientTokens.sha256(spec.userData()));
            after.put("tags", new java.util.TreeMap<>(spec.tags()));
            actions.add(new Plan.Action(
                    Plan.Op.CREATE, resource(spec.provider()), workload.id() + "-" + replica, null, after));
        }
        return List.copyOf(actions);
    }

    @Override
    public List<Plan.Action> planRemoval(Deployment deployment) {
        return deployment.instances().stream()
                .map(replica -> {
                    Map<String, Object> before = new LinkedHashMap<>();
                    before.put("deployment_id", deployment.id().toString());
                    before.put("region", deployment.region());
                    before.put("instance_type", deployment.instanceType());
                    if (replica.instanceId() != null) {
                        before.put("instance_id", replica.instanceId());
                    }
                    return new Plan.Action(
                            Plan.Op.DESTROY,
                            resource(deployment.provider()),
                            deployment.workloadId() + "-" + replica.replica(),
                            before,
                            null);
                })
                .toList();
    }

    @Override
    public UUID apply(DeploymentRequest request) {
        return apply(request, request.desired().workload().replicas());
    }

    @Override
    public UUID apply(DeploymentRequest request, int replicas) {
        Deployment deployment = deployments.begin(request, properties.simulated(), DeployTarget.CLOUD_API);
        CloudClient client = client(deployment.provider());
        @Nullable Map<Integer, String> found = null;
        for (Deployment.Replica replica : deployment.instances()) {
            if (replica.instanceId() != null || replica.replica() >= replicas) {
                continue;
            }
            pace.take(deployment.provider(), deployment.region());
            if (found == null) {
                // What an attempt made that died before it could write it down.
                found = existing(client, deployment);
            }
            String instanceId = found.get(replica.replica());
            if (instanceId == null) {
                instanceId = launch(
                        client,
                        deployment.id(),
                        bound(spec(request, replica.replica()), deployment.id(), replica.replica()),
                        replica.replica());
                metrics.counter(
                                GitopsMetric.INSTANCES.id(),
                                "provider",
                                deployment.provider().id(),
                                "op",
                                "create")
                        .increment();
                boundary.crossed("instance-created");
            }
            deployments.created(deployment.id(), replica.replica(), instanceId);
        }
        return deployment.id();
    }

    /** Says so before it asks, so that whoever comes after a crash knows that there may be something nobody has listed yet. */
    private String launch(CloudClient client, UUID deploymentId, InstanceSpec spec, int replica) {
        @Nullable Instant before = deployments.launching(deploymentId, replica);
        try {
            return client.run(spec);
        } catch (CloudException refused) {
            if (!refused.isInDoubt()) {
                deployments.notLaunched(deploymentId, replica, before);
            }
            throw refused;
        }
    }

    @Override
    public Deployment observe(UUID deploymentId) {
        return observe(List.of(deploymentId)).getFirst();
    }

    @Override
    public List<Deployment> observe(Collection<UUID> deploymentIds) {
        byPlace(deployments.find(deploymentIds).stream()
                        .filter(one -> one.state().isActive() && !deployments.isRemoving(one.id()))
                        .toList())
                .forEach(this::look);
        Map<UUID, Deployment> seen =
                deployments.find(deploymentIds).stream().collect(Collectors.toMap(Deployment::id, one -> one));
        return deploymentIds.stream()
                .map(id -> {
                    Deployment one = seen.get(id);
                    if (one == null) {
                        throw ProblemException.notFound("deployment", id);
                    }
                    return one;
                })
                .toList();
    }

    /** Where one question finds all instances. */
    record Place(CloudClient client, String region) {

        List<CloudInstance> seen(Collection<String> instanceIds) {
            return client.byIds(region, instanceIds);
        }
    }

    Map<Place, List<Deployment>> byPlace(Collection<Deployment> several) {
        return several.stream().collect(Collectors.groupingBy(one -> new Place(client(one.provider()), one.region())));
    }

    /** Stores what one look at a place says of deployments there. */
    void look(Place place, List<Deployment> there) {
        record(
                there,
                place.seen(there.stream()
                        .flatMap(one -> one.instanceIds().stream())
                        .collect(Collectors.toSet())));
    }

    /** Its agent hears with its next callback that it is to stop, saves the work, and tells so. */
    @Override
    public boolean drain(UUID deploymentId) {
        if (!deployments.get(deploymentId).state().isActive()) {
            return true;
        }
        deployments.removing(deploymentId);
        return !reports.awaitsCheckpoint(deploymentId);
    }

    @Override
    public boolean destroy(UUID deploymentId, String reason) {
        return destroy(List.of(deploymentId), reason);
    }

    @Override
    public boolean destroy(Collection<UUID> deploymentIds, String reason) {
        List<Deployment> left = deployments.find(deploymentIds).stream()
                .filter(one -> one.state() != DeploymentState.TERMINATED)
                .toList();
        Set<UUID> inDoubt =
                deployments.inDoubt(left.stream().map(Deployment::id).toList());
        boolean gone = true;
        for (Map.Entry<Place, List<Deployment>> there : byPlace(left).entrySet()) {
            gone &= destroy(there.getKey(), there.getValue(), inDoubt, reason);
        }
        return gone;
    }

    private boolean destroy(Place place, List<Deployment> there, Set<UUID> inDoubt, String reason) {
        Map<UUID, Map<Integer, String>> known = new HashMap<>();
        for (Deployment deployment : there) {
            deployments.removing(deployment.id());
            Map<Integer, String> replicas = new HashMap<>();
            if (inDoubt.contains(deployment.id())) {
                replicas.putAll(existing(place.client(), deployment));
            }
            for (Deployment.Replica replica : deployment.instances()) {
                if (replica.instanceId() != null) {
                    replicas.put(replica.replica(), replica.instanceId());
                }
            }
            known.put(deployment.id(), replicas);
        }
        List<CloudInstance> seen = place.seen(known.values().stream()
                .flatMap(replicas -> replicas.values().stream())
                .collect(Collectors.toSet()));
        Set<String> listed = seen.stream().map(CloudInstance::instanceId).collect(Collectors.toSet());
        known.forEach((id, replicas) -> replicas.forEach((replica, instanceId) -> {
            if (listed.contains(instanceId)) {
                deployments.listed(id, replica);
            }
        }));
        terminate(place, seen);
        Set<String> left = seen.stream()
                .filter(instance -> instance.state() != CloudInstance.State.TERMINATED)
                .map(CloudInstance::instanceId)
                .collect(Collectors.toSet());
        boolean gone = true;
        for (Map.Entry<UUID, Map<Integer, String>> one : known.entrySet()) {
            // A cloud lists late what it launched: what was asked for a moment ago may be about to appear.
            if (one.getValue().values().stream().anyMatch(left::contains)
                    || !deployments.unsettled(one.getKey(), properties.settle()).isEmpty()) {
                gone = false;
            } else {
                deployments.terminated(one.getKey(), reason);
            }
        }
        return gone;
    }

    private void terminate(Place place, List<CloudInstance> seen) {
        Provider provider = place.client().provider();
        List<String> toEnd = seen.stream()
                .filter(instance -> switch (instance.state()) {
                    case TERMINATED -> false;
                    case ENDING -> provider == Provider.ALIBABA;
                    case PENDING, RUNNING, STOPPED -> true;
                })
                .map(CloudInstance::instanceId)
                .toList();
        if (!toEnd.isEmpty()) {
            place.client().terminate(place.region(), toEnd);
            metrics.counter(GitopsMetric.INSTANCES.id(), "provider", provider.id(), "op", "destroy")
                    .increment(toEnd.size());
            boundary.crossed("instances-terminated");
        }
    }

    @Override
    public List<Plan.Action> differences(DeploymentRequest request, List<String> instanceIds) {
        DesiredState desired = request.desired();
        Provider provider = desired.placement().provider();
        Map<String, CloudInstance> seen = client(provider)
                .byIds(desired.placement().region(), instanceIds)
                .stream()
                .collect(Collectors.toMap(CloudInstance::instanceId, instance -> instance, (one, same) -> one));
        Map<String, UUID> owners = deployments.changesOf(instanceIds);
        List<Plan.Action> actions = new ArrayList<>();
        for (int replica = 0; replica < instanceIds.size(); replica++) {
            String id = instanceIds.get(replica);
            CloudInstance instance = seen.get(id);
            String state =
                    instance == null ? "unknown" : instance.state().name().toLowerCase(Locale.ROOT);
            UUID owner = owners.get(id);
            if (instance == null
                    || instance.state() != CloudInstance.State.RUNNING
                    || (owner != null && !owner.equals(request.changeId()))) {
                Map<String, Object> before = new LinkedHashMap<>();
                before.put("instance_id", id);
                before.put("state", state);
                if (owner != null) {
                    before.put("change", owner.toString());
                }
                actions.add(new Plan.Action(
                        instance == null ? Plan.Op.CREATE : Plan.Op.UPDATE,
                        resource(provider),
                        desired.workload().id() + "-" + replica,
                        before,
                        Map.of(
                                "instance_id",
                                id,
                                "state",
                                "running",
                                "change",
                                request.changeId().toString())));
            }
        }
        return List.copyOf(actions);
    }

    @Override
    public UUID adopt(DeploymentRequest request, List<String> instanceIds) {
        Deployment deployment = deployments.begin(request, properties.simulated(), target());
        for (int replica = 0; replica < instanceIds.size(); replica++) {
            deployments.created(deployment.id(), replica, instanceIds.get(replica));
        }
        return deployment.id();
    }

    @Override
    public void release(UUID deploymentId, String reason) {
        deployments.released(deploymentId, reason);
    }

    private void record(Collection<Deployment> looked, Collection<CloudInstance> seen) {
        Map<String, CloudInstance> byId = seen.stream()
                .collect(Collectors.toMap(CloudInstance::instanceId, instance -> instance, (one, same) -> one));
        for (Deployment deployment : looked) {
            Map<Integer, Integer> missed = deployments.missed(deployment.id());
            Set<Integer> unsettled = byId.keySet().containsAll(deployment.instanceIds())
                    ? Set.of()
                    : deployments.unsettled(deployment.id(), properties.settle());
            List<Observation.Replica> replicas = new ArrayList<>();
            List<Deployments.Sighting> sightings = new ArrayList<>();
            for (Deployment.Replica replica : deployment.instances()) {
                CloudInstance instance = replica.instanceId() == null ? null : byId.get(replica.instanceId());
                int misses = 0;
                if (instance == null && replica.instanceId() != null && !unsettled.contains(replica.replica())) {
                    misses = missed.getOrDefault(replica.replica(), 0) + 1;
                }
                boolean vanished = misses >= properties.missesUntilLost();
                replicas.add(new Observation.Replica(replica.replica(), instance, vanished));
                sightings.add(new Deployments.Sighting(
                        replica.replica(),
                        replica.instanceId(),
                        instance == null
                                ? vanished ? "vanished" : replica.state()
                                : instance.state().name().toLowerCase(Locale.ROOT),
                        instance == null ? replica.reason() : instance.reason(),
                        misses,
                        instance != null));
            }
            Observation observation = Observation.of(deployment.state(), deployment.kind(), replicas)
                    .with(reports.exitCodes(deployment.id()));
            deployments.observed(
                    deployment.id(), deployment.state(), observation.state(), observation.reason(), sightings);
        }
    }

    CloudClient client(Provider provider) {
        CloudClient client = clients.get(provider);
        if (client == null) {
            throw new IllegalStateException("there is no client of " + provider.id());
        }
        return client;
    }

    private static Map<Integer, String> existing(CloudClient client, Deployment deployment) {
        Map<Integer, String> found = new HashMap<>();
        for (CloudInstance instance : client.byTag(
                deployment.region(), TAG_CHANGE, deployment.changeId().toString())) {
            String replica = instance.tags().get(TAG_REPLICA);
            if (replica != null
                    && instance.state() != CloudInstance.State.TERMINATED
                    && deployment.workloadId().equals(instance.tags().get(TAG_WORKLOAD))) {
                found.put(Integer.valueOf(replica), instance.instanceId());
            }
        }
        return found;
    }

    InstanceSpec spec(DeploymentRequest request, int replica) {
        Workload workload = request.desired().workload();
        DesiredState.Placement placement = request.desired().placement();
        boolean arm = placement.architecture().equals("arm64");
        String image = switch (placement.provider()) {
            case AWS -> arm ? properties.aws().imageArm64() : properties.aws().imageAmd64();
            case ALIBABA ->
                arm ? properties.alibaba().imageArm64() : properties.alibaba().imageAmd64();
        };
        Map<String, String> tags = new HashMap<>();
        tags.put("Name", workload.id() + "-" + replica);
        tags.put("Project", "swen");
        tags.put("Environment", request.environment());
        tags.put("ManagedBy", "swen");
        tags.put(TAG_WORKLOAD, workload.id());
        tags.put(TAG_CHANGE, request.changeId().toString());
        tags.put("swen:team", request.team());
        tags.put(TAG_REPLICA, Integer.toString(replica));
        tags.put("swen:decision", placement.decisionId().toString());
        Money baseline = placement.baselineHourlyCost();
        if (baseline != null) {
            // What meters the instance compares with it; telemetry has no other way to know, as it asks nobody (ADR
            // 54).
            tags.put(
                    "swen:baseline-usd-per-hour",
                    baseline.amount()
                            .divide(BigDecimal.valueOf(workload.replicas()), BASELINE_SCALE, RoundingMode.HALF_EVEN)
                            .stripTrailingZeros()
                            .toPlainString());
        }
        return new InstanceSpec(
                workload.id() + "-" + replica,
                placement.provider(),
                placement.region(),
                placement.zoneOf(replica),
                placement.instanceType(),
                placement.purchaseOption(),
                image,
                workload.diskGb(),
                ClientTokens.of(request.changeId(), workload.id(), replica),
                tags,
                CloudInit.script(
                        workload,
                        placement,
                        replica,
                        bootstrap,
                        properties.alibaba().ramRole()));
    }

    /** What was planned, with the callback of this one instance in its script; the same whenever it is asked for. */
    private InstanceSpec bound(InstanceSpec spec, UUID deploymentId, int replica) {
        String token = bootstrap.callbackUrl() == null
                ? ""
                : tokens.issue(
                        deploymentId,
                        replica,
                        deployments.callbackFrom(deploymentId).plus(bootstrap.bootWindow()));
        return new InstanceSpec(
                spec.name(),
                spec.provider(),
                spec.region(),
                spec.zone(),
                spec.instanceType(),
                spec.purchaseOption(),
                spec.image(),
                spec.diskGb(),
                spec.clientToken(),
                spec.tags(),
                CloudInit.bound(spec.userData(), bootstrap, deploymentId, replica, token));
    }

    private static String resource(Provider provider) {
        return provider.id() + ":instance";
    }

    /** What the replicas together say of a deployment. */
    record Observation(
            @Nullable DeploymentState state, @Nullable String reason) {

        record Replica(int replica, @Nullable CloudInstance instance, boolean vanished) {}

        static Observation of(DeploymentState before, WorkloadKind kind, List<Replica> replicas) {
            int running = 0;
            int done = 0;
            for (Replica replica : replicas) {
                CloudInstance instance = replica.instance();
                if (instance == null) {
                    if (replica.vanished()) {
                        return new Observation(
                                DeploymentState.LOST,
                                "replica " + replica.replica() + " is no longer known to the cloud");
                    }
                    continue;
                }
                switch (instance.state()) {
                    case PENDING -> {}
                    case RUNNING -> running++;
                    case ENDING, STOPPED, TERMINATED -> {
                        if (kind != WorkloadKind.BATCH || instance.end() != CloudInstance.End.OWN_SHUTDOWN) {
                            return new Observation(DeploymentState.LOST, lost(replica.replica(), instance));
                        }
                        done++;
                    }
                }
            }
            if (done == replicas.size()) {
                return new Observation(DeploymentState.COMPLETED, "all replicas ended by themselves");
            }
            if (running + done == replicas.size()) {
                return new Observation(DeploymentState.RUNNING, null);
            }
            return new Observation(before, null);
        }

        /** An instance that ended itself says nothing of how its work ended; its exit code does. */
        Observation with(Map<Integer, Integer> exitCodes) {
            return exitCodes.entrySet().stream()
                    .filter(exit -> exit.getValue() != 0)
                    .min(Map.Entry.comparingByKey())
                    .map(exit -> new Observation(
                            DeploymentState.LOST,
                            "replica " + exit.getKey() + " ended with exit code " + exit.getValue()))
                    .orElse(this);
        }

        private static String lost(int replica, CloudInstance instance) {
            String how = switch (instance.end()) {
                case INTERRUPTION -> "was taken back by the cloud";
                case USER -> "was ended by somebody outside SWEN";
                case OWN_SHUTDOWN -> "shut itself down";
                case NONE -> "ended without a stated reason";
            };
            return "replica " + replica + " " + how + (instance.reason() == null ? "" : " (" + instance.reason() + ")");
        }
    }
}
