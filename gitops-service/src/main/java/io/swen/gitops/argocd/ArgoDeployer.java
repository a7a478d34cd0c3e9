package io.swen.gitops.argocd;

import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.DeployTarget;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentRequest;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.deploy.TargetDeployer;
import io.swen.gitops.kubernetes.Manifests;
import io.swen.gitops.repository.FileEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Has Argo CD sync exactly the commit that was approved. The project's windows are respected: outside them the deployment waits, and
 * says so.
 */
@Component
class ArgoDeployer implements TargetDeployer {

    private static final String CHANGE = "/metadata/labels/swen.io~1change";

    private final ArgoProperties properties;
    private final ArgoApi api;
    private final Deployments deployments;
    private final Changes changes;
    private final Boundary boundary;

    ArgoDeployer(ArgoProperties properties, ArgoApi api, Deployments deployments, Changes changes, Boundary boundary) {
        this.properties = properties;
        this.api = api;
        this.deployments = deployments;
        this.changes = changes;
        this.boundary = boundary;
    }

    @Override
    public DeployTarget target() {
        return DeployTarget.ARGOCD;
    }

    @Override
    public List<FileEdit> render(DeploymentRequest request) {
        String environment = request.environment();
        ArgoProperties.Server server = server(environment);
        String workload = request.desired().workload().id();
        List<FileEdit> files = new ArrayList<>();
        files.add(new FileEdit(
                ArgoManifests.folder(environment) + "/project.yaml",
                Yaml.write(ArgoManifests.project(environment, server))));
        files.add(new FileEdit(
                ArgoManifests.folder(environment) + "/application-set.yaml",
                Yaml.write(ArgoManifests.applicationSet(environment, server))));
        files.add(new FileEdit(
                applicationPath(environment, workload), Yaml.write(ArgoManifests.application(request, server, null))));
        for (Map<String, Object> manifest : Manifests.of(request, server.namespace(), false)) {
            files.add(new FileEdit(
                    path(environment, workload, String.valueOf(manifest.get("kind"))), Yaml.write(manifest)));
        }
        return List.copyOf(files);
    }

    @Override
    public List<FileEdit> renderRemoval(String environment, String workloadId) {
        List<FileEdit> files = new ArrayList<>();
        files.add(new FileEdit(applicationPath(environment, workloadId), null));
        for (String kind : List.of("Deployment", "Job", "Service")) {
            files.add(new FileEdit(path(environment, workloadId, kind), null));
        }
        return List.copyOf(files);
    }

    @Override
    public List<Plan.Action> plan(DeploymentRequest request) {
        ArgoProperties.Server server = server(request.environment());
        String name = ArgoManifests.application(
                request.environment(), request.desired().workload().id());
        JsonNode live = api.application(server, name);
        refuseAutoSync(name, live);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("project", ArgoManifests.project(request.environment()));
        after.put(
                "objects",
                Manifests.of(request, server.namespace(), false).stream()
                        .map(manifest -> manifest.get("kind") + "/" + nameOf(manifest))
                        .collect(Collectors.toList()));
        after.put("image", request.desired().workload().container().image());
        Map<String, Object> before = null;
        if (live != null) {
            before = new LinkedHashMap<>();
            before.put("revision", live.at("/status/sync/revision").asString(""));
            before.put("change", live.at(CHANGE).asString(""));
        }
        return List.of(new Plan.Action(
                live == null ? Plan.Op.CREATE : Plan.Op.UPDATE, "argocd:Application", name, before, after));
    }

    @Override
    public List<Plan.Action> planRemoval(Deployment deployment) {
        String name = ArgoManifests.application(deployment.environment(), deployment.workloadId());
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("deployment_id", deployment.id().toString());
        return List.of(new Plan.Action(Plan.Op.DESTROY, "argocd:Application", name, before, null));
    }

    @Override
    public UUID apply(DeploymentRequest request) {
        Deployment deployment = deployments.begin(request, false, DeployTarget.ARGOCD);
        ArgoProperties.Server server = server(request.environment());
        String name = ArgoManifests.application(
                request.environment(), request.desired().workload().id());
        refuseAutoSync(name, api.application(server, name));
        String commit = changes.get(request.changeId()).requiredCommit();
        api.ensureProject(
                server,
                ArgoManifests.project(request.environment()),
                ArgoManifests.project(request.environment(), server));
        api.apply(server, name, ArgoManifests.application(request, server, commit));
        boundary.crossed("application-applied");
        for (Deployment.Replica replica : deployment.instances()) {
            deployments.created(
                    deployment.id(), replica.replica(), name + "@" + deployment.changeId() + "/" + replica.replica());
        }
        if (api.maySync(server, name)) {
            api.sync(server, name, commit);
            boundary.crossed("application-synced");
        }
        return deployment.id();
    }

    @Override
    public Deployment observe(UUID deploymentId) {
        Deployment deployment = deployments.get(deploymentId);
        if (!deployment.state().isActive()
                || deployments.isRemoving(deploymentId)
                || deployment.instanceIds().isEmpty()) {
            return deployment;
        }
        ArgoProperties.Server server = server(deployment.environment());
        String name = ArgoManifests.application(deployment.environment(), deployment.workloadId());
        JsonNode live = api.application(server, name);
        String commit = changes.get(deployment.changeId()).requiredCommit();
        Seen seen = seen(deployment, live, commit);
        if (seen.unsynced() && api.maySync(server, name)) {
            // The window opened, or the process died between the application and its sync.
            api.sync(server, name, commit);
        }
        deployments.observed(
                deploymentId,
                deployment.state(),
                seen.state(),
                seen.reason(),
                deployment.instances().stream()
                        .map(replica -> new Deployments.Sighting(
                                replica.replica(),
                                replica.instanceId(),
                                seen.state().name().toLowerCase(Locale.ROOT),
                                seen.reason(),
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
        ArgoProperties.Server server = server(deployment.environment());
        String name = ArgoManifests.application(deployment.environment(), deployment.workloadId());
        JsonNode live = api.application(server, name);
        // The application of a workload is one; what a later change made of it is not this one's to remove.
        if (live == null
                || !deployment.changeId().toString().equals(live.at(CHANGE).asString(""))) {
            deployments.terminated(deploymentId, reason);
            return true;
        }
        if (!live.at("/metadata").has("deletionTimestamp")) {
            api.delete(server, name);
        }
        return false;
    }

    private record Seen(DeploymentState state, @Nullable String reason, boolean unsynced) {}

    private static Seen seen(Deployment deployment, @Nullable JsonNode live, String commit) {
        if (live == null) {
            return new Seen(DeploymentState.LOST, "the application was removed by somebody outside SWEN", false);
        }
        if (!deployment.changeId().toString().equals(live.at(CHANGE).asString(""))) {
            return new Seen(deployment.state(), "a later change has taken the application over", false);
        }
        String phase = live.at("/status/operationState/phase").asString("");
        String ofCommit = live.at("/status/operationState/syncResult/revision").asString("");
        if (!ofCommit.equals(commit) && !phase.equals("Running")) {
            return new Seen(deployment.state(), "waits for a sync window of Argo CD", true);
        }
        if (phase.equals("Failed") || phase.equals("Error")) {
            return new Seen(
                    DeploymentState.LOST,
                    "the sync failed: "
                            + live.at("/status/operationState/message").asString(""),
                    false);
        }
        String health = live.at("/status/health/status").asString("Unknown");
        boolean synced = live.at("/status/sync/status").asString("").equals("Synced");
        boolean batch = deployment.kind() == WorkloadKind.BATCH;
        return switch (health) {
            case "Healthy" ->
                !synced
                        ? new Seen(deployment.state(), "it differs from what was approved", false)
                        : batch
                                ? new Seen(DeploymentState.COMPLETED, "all replicas ended by themselves", false)
                                : new Seen(DeploymentState.RUNNING, null, false);
            case "Degraded" ->
                new Seen(
                        DeploymentState.LOST,
                        "Argo CD calls it degraded: "
                                + live.at("/status/health/message").asString("without a message"),
                        false);
            case "Progressing" ->
                batch && phase.equals("Succeeded")
                        ? new Seen(DeploymentState.RUNNING, null, false)
                        : new Seen(deployment.state(), "it is progressing", false);
            default -> new Seen(deployment.state(), "Argo CD calls it " + health.toLowerCase(Locale.ROOT), false);
        };
    }

    /** An automatic sync would apply whatever the branch has, also what was rolled back, or is pinned, or was not approved. */
    private static void refuseAutoSync(String name, @Nullable JsonNode live) {
        if (live != null && live.at("/spec/syncPolicy").has("automated")) {
            String why = "application " + name + " syncs by itself; switch that off, as SWEN syncs what was approved";
            throw new CloudException(CloudException.Kind.BAD_REQUEST, why, new IllegalStateException(why));
        }
    }

    private ArgoProperties.Server server(String environment) {
        ArgoProperties.Server server = properties.servers().get(environment);
        if (server == null) {
            String why = "no Argo CD is configured for " + environment + " (swen.gitops.argocd.servers)";
            throw new CloudException(CloudException.Kind.BAD_REQUEST, why, new IllegalStateException(why));
        }
        return server;
    }

    private static String applicationPath(String environment, String workloadId) {
        return ArgoManifests.folder(environment) + "/applications/" + workloadId + ".yaml";
    }

    private static String path(String environment, String workloadId, String kind) {
        return ArgoManifests.workloads(environment, workloadId) + "/" + kind.toLowerCase(Locale.ROOT) + ".yaml";
    }

    private static String nameOf(Map<String, Object> manifest) {
        return manifest.get("metadata") instanceof Map<?, ?> metadata ? String.valueOf(metadata.get("name")) : "";
    }
}
