package io.swen.gitops.deploy;

import io.swen.gitops.repository.FileEdit;
import java.util.List;

/** A deployer of one target; {@link Deployers} chooses between them. */
public interface TargetDeployer extends Deployer {

    DeployTarget target();

    /** The files that stand beside the desired state of a workload in the same commit. */
    default List<FileEdit> render(DeploymentRequest request) {
        return List.of();
    }

    /** The edits that remove them. */
    default List<FileEdit> renderRemoval(String environment, String workloadId) {
        return List.of();
    }
}
