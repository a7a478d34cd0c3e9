package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.deploy.Adopter;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import java.util.List;
import java.util.UUID;
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
        String why = "change " + change.id() + " did not succeed";
        List<UUID> made =
                deployments.ofChange(change.id()).stream().map(Deployment::id).toList();
        if (change.origin() == ChangeOrigin.ADOPTION) {
            // They ran before the change and are not its to end.
            made.forEach(id -> adopter.release(id, why + "; the instances are left as they are"));
            return true;
        }
        return deployer.destroy(made, why);
    }
}
