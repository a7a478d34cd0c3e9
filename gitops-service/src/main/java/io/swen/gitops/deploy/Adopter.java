package io.swen.gitops.deploy;

import io.swen.gitops.contract.Plan;
import java.util.List;
import java.util.UUID;

/** Takes instances that run already under management as they are. Nothing here makes, changes or ends one. */
public interface Adopter {

    /**
     * What would have to be done before these instances are what is asked for; nothing where they are.
     *
     * @param instanceIds one a replica, in their order
     */
    List<Plan.Action> differences(DeploymentRequest request, List<String> instanceIds);

    /** Records the instances as the deployment that is asked for, and answers its id. Repeating it does the same. */
    UUID adopt(DeploymentRequest request, List<String> instanceIds);

    /** Forgets a deployment and leaves its instances as they are. */
    void release(UUID deploymentId, String reason);
}
