package io.swen.gitops.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.DeployTarget;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentRequest;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.deploy.TargetDeployer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Deploys by server-side apply as the field manager {@code swen}, without force: fields that somebody else manages are a conflict and
 * not taken over. What a plan says was tried on the server before, by a dry run.
 */
@Component
class KubernetesDeployer implements TargetDeployer {

    private static final String MANAGER = "swen";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private static final Map<String, ResourceDefinitionContext> KINDS = Map.of(
            "Deployment", kind("apps", "Deployment", "deployments"),
            "Job", kind("batch", "Job", "jobs"),
            "Service", kind("", "Service", "services"));

    private final Clusters clusters;
    private final Deployments deployments;
    private final Boundary boundary;

    KubernetesDeployer(Clusters clusters, Deployments deployments, Boundary boundary) {
        this.clusters = clusters;
        this.deployments = deployments;
        this.boundary = boundary;
    }

    private static ResourceDefinitionContext kind(String group, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    @Override
    public DeployTarget target() {
        return DeployTarget.KUBERNETES;
    }

    @Override
    public List<Plan.Action> plan(DeploymentRequest request) {
        List<Plan.Action> actions = new ArrayList<>();
        List<Map<String, Object>> manifests = manifests(request);
        for (Map<String, Object> manifest : manifests) {
            GenericKubernetesResource live = find(request.environment(), manifest);
            GenericKubernetesResource tried = apply(request.environment(), manifest, true);
            String name = name(manifest);
            if (live == null) {
                actions.add(new Plan.Action(Plan.Op.CREATE, resource(manifest), name, null, manifest));
            } else if (!same(live, tried)) {
                actions.add(new Plan.Action(
                        Plan.Op.UPDATE, resource(manifest), name, restricted(map(live), manifest), manifest));
            }
        }
        staleService(request, manifests)
                .ifPresent(service -> actions.add(new Plan.Action(
                        Plan.Op.DESTROY,
                        "kubernetes:v1/Service",
                        service.getMetadata().getName(),
                        Map.of("namespace", service.getMetadata().getNamespace()),
                        null)));
        return List.copyOf(actions);
    }

    @Override
    public List<Plan.Action> planRemoval(Deployment deployment) {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("deployment_id", deployment.id().toString());
        before.put("namespace", clusters.of(deployment.environment()).namespace());
        return List.of(new Plan.Action(
                Plan.Op.DESTROY,
                deployment.kind() == WorkloadKind.BATCH ? "kubernetes:batch/v1/Job" : "kubernetes:apps/v1/Deployment",
                Manifests.name(deployment.workloadId(), deployment.changeId()),
                before,
                null));
    }

    @Override
    public UUID apply(DeploymentRequest request) {
        Deployment deployment = deployments.begin(request, false, DeployTarget.KUBERNETES);
        List<Map<String, Object>> manifests = manifests(request);
        for (Map<String, Object> manifest : manifests) {
            apply(request.environment(), manifest, false);
            boundary.crossed("object-applied");
        }
        staleService(request, manifests)
                .ifPresent(service -> delete(
                        request.environment(), "Service", service.getMetadata().getName()));
        String namespace = clusters.of(request.environment()).namespace();
        for (Deployment.Replica replica : deployment.instances()) {
            deployments.created(
                    deployment.id(),
                    replica.replica(),
                    namespace + "/" + Manifests.name(deployment.workloadId(), deployment.changeId()) + "/"
                            + replica.replica());
        }
        return deployment.id();
    }

    @Override
    public Deployment observe(UUID deploymentId) {
        Deployment deployment = deployments.get(deploymentId);
        if (!deployment.state().isActive() || deployments.isRemoving(deploymentId)) {
            return deployment;
        }
        GenericKubernetesResource object = call(() -> objects(deployment.environment(), kindOf(deployment))
                .withName(Manifests.name(deployment.workloadId(), deployment.changeId()))
                .get());
        boolean isMade = !deployment.instanceIds().isEmpty();
        if (object == null && !isMade) {
            return deployment;
        }
        // The API server answers from what is stored, so what it does not know is not there.
        Health health = object == null
                ? new Health(Health.State.FAILED, "it was removed by somebody outside SWEN")
                : Health.of(object);
        DeploymentState state = switch (health.state()) {
            case PROGRESSING -> deployment.state();
            case RUNNING -> DeploymentState.RUNNING;
            case COMPLETED -> DeploymentState.COMPLETED;
            case FAILED -> DeploymentState.LOST;
        };
        deployments.observed(
                deploymentId,
                deployment.state(),
                state,
                health.reason(),
                deployment.instances().stream()
                        .map(replica -> new Deployments.Sighting(
                                replica.replica(),
                                replica.instanceId(),
                                health.state().name().toLowerCase(Locale.ROOT),
                                health.reason(),
                                0))
                        .toList());
        return deployments.get(deploymentId);
    }

    @Override
    public boolean destroy(UUID deploymentId, String reason) {
        Deployment deployment = deployments.get(deploymentId);
        if (deployment.state() == DeploymentState.TERMINATED) {
            return true;
        }
        deployments.removing(deploymentId);
        int left = 0;
        for (String kind : List.of("Service", "Deployment", "Job")) {
            // A Service that a later change took over carries that one's label by now.
            List<GenericKubernetesResource> found = call(() -> objects(deployment.environment(), kind)
                    .withLabel(Manifests.CHANGE, deployment.changeId().toString())
                    .withLabel(Manifests.WORKLOAD, deployment.workloadId())
                    .list()
                    .getItems());
            for (GenericKubernetesResource object : found) {
                if (object.getMetadata().getDeletionTimestamp() == null) {
                    delete(deployment.environment(), kind, object.getMetadata().getName());
                }
                left++;
            }
        }
        if (left > 0) {
            return false;
        }
        deployments.terminated(deploymentId, reason);
        return true;
    }

    private List<Map<String, Object>> manifests(DeploymentRequest request) {
        KubernetesProperties.Cluster cluster = clusters.of(request.environment());
        return Manifests.of(request, cluster.namespace(), cluster.pinNodes());
    }

    /** The workload's Service where it is to have none any more. */
    private java.util.Optional<GenericKubernetesResource> staleService(
            DeploymentRequest request, List<Map<String, Object>> manifests) {
        String workload = request.desired().workload().id();
        if (manifests.stream().anyMatch(manifest -> "Service".equals(manifest.get("kind")))) {
            return java.util.Optional.empty();
        }
        return call(() -> objects(request.environment(), "Service")
                .withLabel(Manifests.WORKLOAD, workload)
                .withLabel("app.kubernetes.io/managed-by", MANAGER)
                .list()
                .getItems()
                .stream()
                .filter(service -> service.getMetadata().getDeletionTimestamp() == null)
                .findFirst());
    }

    private @Nullable GenericKubernetesResource find(String environment, Map<String, Object> manifest) {
        return call(() -> objects(environment, String.valueOf(manifest.get("kind")))
                .withName(name(manifest))
                .get());
    }

    private GenericKubernetesResource apply(String environment, Map<String, Object> manifest, boolean dryRun) {
        GenericKubernetesResource wanted =
                Serialization.unmarshal(Serialization.asJson(manifest), GenericKubernetesResource.class);
        PatchContext.Builder context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(false);
        if (dryRun) {
            context.withDryRun(List.of("All"));
        }
        return Objects.requireNonNull(call(
                () -> objects(environment, wanted.getKind()).resource(wanted).patch(context.build(), wanted)));
    }

    private void delete(String environment, String kind, String name) {
        call(() -> objects(environment, kind)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(String environment, String kind) {
        ResourceDefinitionContext context = KINDS.get(kind);
        if (context == null) {
            throw new IllegalArgumentException(kind + " is no kind that is made here");
        }
        return clusters.client(environment)
                .genericKubernetesResources(context)
                .inNamespace(clusters.of(environment).namespace());
    }

    private static <T extends @Nullable Object> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw translate(e);
        }
    }

    private static CloudException translate(KubernetesClientException e) {
        CloudException.Kind kind;
        String more = "";
        if (e.getCode() == CONFLICT) {
            kind = CloudException.Kind.BAD_REQUEST;
            more = "somebody else manages what is to be changed: ";
        } else if (e.getCode() == 401 || e.getCode() == 403) {
            kind = CloudException.Kind.AUTH;
        } else if (e.getCode() == TOO_MANY) {
            kind = CloudException.Kind.THROTTLED;
        } else if (e.getCode() == 0) {
            kind = CloudException.Kind.TIMEOUT;
        } else {
            kind = e.getCode() >= 500 ? CloudException.Kind.UNAVAILABLE : CloudException.Kind.BAD_REQUEST;
        }
        if (e.getCode() == NOT_FOUND) {
            more = "the namespace or the kind is not there: ";
        }
        String said = e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        return new CloudException(kind, "Kubernetes: " + more + said, e);
    }

    /** Whether the server came to what it has already, leaving aside what it writes itself. */
    private static boolean same(GenericKubernetesResource live, GenericKubernetesResource tried) {
        return comparable(live).equals(comparable(tried));
    }

    private static Map<String, Object> comparable(GenericKubernetesResource object) {
        Map<String, Object> all = new LinkedHashMap<>(map(object));
        all.remove("status");
        if (all.get("metadata") instanceof Map<?, ?> metadata) {
            Map<Object, Object> kept = new LinkedHashMap<>(metadata);
            kept.keySet()
                    .removeAll(List.of(
                            "managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"));
            all.put("metadata", kept);
        }
        return all;
    }

    @SuppressWarnings("unchecked") // what Jackson reads of an object has names as keys
    private static Map<String, Object> map(GenericKubernetesResource object) {
        return Serialization.unmarshal(Serialization.asJson(object), Map.class);
    }

    /** Of what is there, the part that the manifest is about. */
    private static Map<String, Object> restricted(Map<?, ?> live, Map<?, ?> manifest) {
        Map<String, Object> part = new LinkedHashMap<>();
        manifest.forEach((key, wanted) -> {
            Object there = live.get(key);
            if (there instanceof Map<?, ?> inner && wanted instanceof Map<?, ?> innerWanted) {
                part.put(String.valueOf(key), restricted(inner, innerWanted));
            } else if (there != null) {
                part.put(String.valueOf(key), there);
            }
        });
        return part;
    }

    private static String kindOf(Deployment deployment) {
        return deployment.kind() == WorkloadKind.BATCH ? "Job" : "Deployment";
    }

    private static String resource(Map<String, Object> manifest) {
        return "kubernetes:" + manifest.get("apiVersion") + "/" + manifest.get("kind");
    }

    private static String name(Map<String, Object> manifest) {
        return manifest.get("metadata") instanceof Map<?, ?> metadata ? String.valueOf(metadata.get("name")) : "";
    }
}
