package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Deployments;
import java.util.List;

/** Which items of a change of several workloads did not come to pass, while the others go on. */
final class Partial {

    private Partial() {}

    /** The items whose new place could not be had, or was lost again. */
    static List<ChangeItem> dropped(Deployments deployments, ChangeSnapshot change) {
        if (change.isTeardown() || change.items().size() == 1) {
            return List.of();
        }
        List<String> gone = deployments.ofChange(change.id()).stream()
                .filter(Partial::isGone)
                .map(Deployment::workloadId)
                .toList();
        return change.items().stream()
                .filter(item -> gone.contains(item.workloadId()))
                .toList();
    }

    static boolean isGone(Deployment made) {
        return made.state() == DeploymentState.LOST || made.state() == DeploymentState.TERMINATED;
    }
}
