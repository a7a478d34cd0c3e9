package io.swen.gitops.pipeline;

import io.swen.gitops.adoption.Adoptions;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.deploy.Adopter;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Works out plans, and the hash that binds an approval to one. */
@Component
class Plans {

    private record Hashed(
            UUID changeId, String commit, List<Plan.Action> actions, Money hourlyCostBefore, Money hourlyCostAfter) {}

    private final DesiredStates desiredStates;
    private final Deployer deployer;
    private final Adopter adopter;
    private final Adoptions adoptions;
    private final CanonicalJson canonical;

    Plans(
            DesiredStates desiredStates,
            Deployer deployer,
            Adopter adopter,
            Adoptions adoptions,
            CanonicalJson canonical) {
        this.desiredStates = desiredStates;
        this.deployer = deployer;
        this.adopter = adopter;
        this.adoptions = adoptions;
        this.canonical = canonical;
    }

    /** What the change would do now. */
    Plan of(ChangeSnapshot change) {
        List<Plan.Action> actions = new ArrayList<>();
        for (ChangeItem item : change.items()) {
            if (change.origin() == ChangeOrigin.ADOPTION) {
                actions.addAll(
                        adopter.differences(desiredStates.request(change, item), adoptions.instancesOf(change.id())));
            } else if (item.action() != ItemAction.TEARDOWN) {
                actions.addAll(deployer.plan(desiredStates.request(change, item)));
            }
            for (Deployment other : desiredStates.others(change, item)) {
                actions.addAll(deployer.planRemoval(other));
            }
        }
        Money before = desiredStates.costBefore(change);
        Money after = desiredStates.costAfter(change);
        return Plan.of(hash(change, actions, before, after), actions, before, after);
    }

    /** The hash that a stored plan has to have. */
    String hash(ChangeSnapshot change, Plan plan) {
        return hash(change, plan.actions(), plan.requiredCostBefore(), plan.requiredCostAfter());
    }

    /** Whether two plans do the same; what a thing costs meanwhile does not matter for that. */
    boolean doTheSame(Plan one, Plan other) {
        return canonical.hash(one.actions()).equals(canonical.hash(other.actions()));
    }

    private String hash(ChangeSnapshot change, List<Plan.Action> actions, Money before, Money after) {
        return canonical.hash(new Hashed(change.id(), change.requiredCommit(), actions, before, after));
    }
}
