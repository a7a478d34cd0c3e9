package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.deploy.Adopter;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import org.springframework.stereotype.Component;

/** Takes back what a change did to the cloud before it failed or was cancelled. */
@Component
class Unwinding {

    private final Deployer deployer;
    private final Adopter adopter;
    private final Deployments deployments;

    Unwinding(Deployer deployer, Adopter adopter, Deployments deployments) {
        this.deployer = deployer;
        this.adopter = adopter;
        this.deployments = deployments;
    }

    /** True once nothing of the change is left; to be called again until then. */
    boolean step(StageRun run) {
        ChangeSnapshot change = run.change();
        boolean gone = true;
        for (Deployment made : deployments.ofChange(change.id())) {
            if (change.origin() == ChangeOrigin.ADOPTION) {
                // They ran before the change and are not its to end.
                adopter.release(
                        made.id(), "change " + change.id() + " did not succeed; the instances are left as they are");
                continue;
            }
            gone &= deployer.destroy(made.id(), "change " + change.id() + " did not succeed");
        }
        return gone;
    }
}
