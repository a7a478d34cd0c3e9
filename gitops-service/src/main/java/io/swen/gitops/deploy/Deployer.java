package io.swen.gitops.deploy;

import io.swen.gitops.contract.Plan;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Brings workloads into a cloud and out of it. Each call may be repeated with the same effect. */
public interface Deployer {

    /** What deploying would create. The same request gives the same actions. */
    List<Plan.Action> plan(DeploymentRequest request);

    /** What removing would destroy. */
    List<Plan.Action> planRemoval(Deployment deployment);

    /**
     * Creates what {@link #plan} said, and answers the deployment's id.
     *
     * @throws CloudException where the cloud refuses or does not answer
     */
    UUID apply(DeploymentRequest request);

    /**
     * Creates the first replicas of what {@link #plan} said, so many, and answers the deployment's id; the rest follows when it is
     * called again with more. A target that lets new versions take over in a way of its own creates all.
     */
    default UUID apply(DeploymentRequest request, int replicas) {
        return apply(request);
    }

    /** Looks at the deployment in its cloud, stores and answers what it saw. */
    Deployment observe(UUID deploymentId);

    /** The same for several, in their order: with one question where the cloud can answer for all that it has in a region. */
    default List<Deployment> observe(Collection<UUID> deploymentIds) {
        return deploymentIds.stream().map(this::observe).toList();
    }

    /**
     * Asks what runs to save its work and end; true once there is nothing to wait for any more before it is removed. It is not wanted
     * from then on.
     */
    default boolean drain(UUID deploymentId) {
        return true;
    }

    /** Removes the deployment's instances; true once the cloud confirms that all are gone. */
    boolean destroy(UUID deploymentId, String reason);

    /** The same for several; true once all are gone. */
    default boolean destroy(Collection<UUID> deploymentIds, String reason) {
        boolean gone = true;
        for (UUID id : deploymentIds) {
            gone &= destroy(id, reason);
        }
        return gone;
    }
}
