package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import org.springframework.stereotype.Component;

/** Takes back what a change did to the cloud before it failed or was cancelled. */
@Component
class Unwinding {

    private final Deployer deployer;
    private final Deployments deployments;

    Unwinding(Deployer deployer, Deployments deployments) {
        this.deployer = deployer;
        this.deployments = deployments;
    }

    /** True once nothing of the change is left; to be called again until then. */
    boolean step(StageRun run) {
        ChangeSnapshot change = run.change();
        boolean gone = true;
        for (Deployment made : deployments.ofChange(change.id())) {
            gone &= deployer.destroy(made.id(), "change " + change.id() + " did not succeed");
        }
        return gone;
    }
}
