package io.swen.gitops.deploy;

import io.swen.gitops.contract.Plan;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.TracedWork;
import io.swen.platform.trace.Traces;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Passes each call to the deployer of its environment; what runs already stays with the one that made it. */
@Primary
@Component
public class Deployers implements Deployer {

    private final Map<DeployTarget, TargetDeployer> byTarget = new EnumMap<>(DeployTarget.class);
    private final DeployerProperties properties;
    private final Deployments deployments;
    private final Traces traces;

    Deployers(List<TargetDeployer> deployers, DeployerProperties properties, Deployments deployments, Traces traces) {
        deployers.forEach(deployer -> byTarget.put(deployer.target(), deployer));
        this.properties = properties;
        this.deployments = deployments;
        this.traces = traces;
    }

    /** The files that stand beside the desired state of a workload in the same commit. */
    public List<FileEdit> render(DeploymentRequest request) {
        return of(request.environment()).render(request);
    }

    /** The edits that remove them. */
    public List<FileEdit> renderRemoval(String environment, String workloadId) {
        return of(environment).renderRemoval(environment, workloadId);
    }

    @Override
    public List<Plan.Action> plan(DeploymentRequest request) {
        return of(request.environment()).plan(request);
    }

    @Override
    public List<Plan.Action> planRemoval(Deployment deployment) {
        return maker(deployment.id()).planRemoval(deployment);
    }

    @Override
    public UUID apply(DeploymentRequest request) {
        TargetDeployer deployer = of(request.environment());
        return span("apply", request, deployer).call(() -> deployer.apply(request));
    }

    @Override
    public UUID apply(DeploymentRequest request, int replicas) {
        TargetDeployer deployer = of(request.environment());
        return span("apply", request, deployer).call(() -> deployer.apply(request, replicas));
    }

    @Override
    public Deployment observe(UUID deploymentId) {
        return maker(deploymentId).observe(deploymentId);
    }

    @Override
    public List<Deployment> observe(Collection<UUID> deploymentIds) {
        Map<UUID, Deployment> seen = new HashMap<>();
        byMaker(deploymentIds)
                .forEach((deployer, made) -> deployer.observe(made).forEach(one -> seen.put(one.id(), one)));
        return deploymentIds.stream()
                .map(id -> Objects.requireNonNull(seen.get(id)))
                .toList();
    }

    @Override
    public boolean drain(UUID deploymentId) {
        return maker(deploymentId).drain(deploymentId);
    }

    @Override
    public boolean destroy(UUID deploymentId, String reason) {
        TargetDeployer deployer = maker(deploymentId);
        return traces.span(SpanName.DEPLOYER, "destroy")
                .tag("target", target(deployer))
                .call(() -> deployer.destroy(deploymentId, reason));
    }

    @Override
    public boolean destroy(Collection<UUID> deploymentIds, String reason) {
        boolean gone = true;
        for (Map.Entry<TargetDeployer, List<UUID>> made : byMaker(deploymentIds).entrySet()) {
            gone &= traces.span(SpanName.DEPLOYER, "destroy")
                    .tag("target", target(made.getKey()))
                    .call(() -> made.getKey().destroy(made.getValue(), reason));
        }
        return gone;
    }

    private Map<TargetDeployer, List<UUID>> byMaker(Collection<UUID> deploymentIds) {
        return deploymentIds.stream().collect(Collectors.groupingBy(this::maker));
    }

    private TracedWork span(String action, DeploymentRequest request, TargetDeployer deployer) {
        return traces.span(SpanName.DEPLOYER, action)
                .tag("workload_id", request.desired().workload().id())
                .tag("target", target(deployer));
    }

    private static String target(TargetDeployer deployer) {
        return deployer.target().name().toLowerCase(Locale.ROOT);
    }

    private TargetDeployer of(String environment) {
        return of(properties.of(environment));
    }

    private TargetDeployer maker(UUID deploymentId) {
        return of(deployments.targetOf(deploymentId));
    }

    private TargetDeployer of(DeployTarget target) {
        TargetDeployer deployer = byTarget.get(target);
        if (deployer == null) {
            throw new IllegalStateException("there is no deployer of " + target);
        }
        return deployer;
    }
}
