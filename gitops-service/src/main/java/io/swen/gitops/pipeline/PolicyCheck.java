package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.policy.Policies;
import io.swen.gitops.policy.PolicyResult;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The end of every plan stage: what the policies say of the plan is stored with it, told, and obeyed. */
@Component
class PolicyCheck {

    private final Policies policies;
    private final Changes changes;

    PolicyCheck(Policies policies, Changes changes) {
        this.policies = policies;
        this.changes = changes;
    }

    /** Stores the plan with what the policies say of it; they may end the change. */
    StageResult planned(StageRun run, ChangeSnapshot change, Plan plan, String summary) {
        PolicyResult result = policies.evaluate(change, plan);
        changes.planned(run.lease(), plan.judged(result.findings()));
        result.findings().forEach(finding -> tell(run, finding));
        if (!result.denials().isEmpty()) {
            return new StageResult.Failed(
                    "policy-denied",
                    result.denials().stream().map(PolicyFinding::text).collect(Collectors.joining("; ")));
        }
        return new StageResult.Done(
                result.findings().isEmpty()
                        ? summary
                        : summary + "; "
                                + result.findings().stream()
                                        .map(PolicyFinding::text)
                                        .collect(Collectors.joining("; ")));
    }

    private static void tell(StageRun run, PolicyFinding finding) {
        String values = finding.values().stream()
                .map(value -> value.expression() + " = " + value.value())
                .collect(Collectors.joining(", "));
        String text = finding.text() + (values.isEmpty() ? "" : " [" + values + "]");
        switch (finding.result()) {
            case DENY -> run.error(text);
            case WARN, REQUIRE -> run.warning(text);
        }
    }
}
