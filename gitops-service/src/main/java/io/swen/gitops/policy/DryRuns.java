package io.swen.gitops.policy;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.ApproverRole;
import io.swen.platform.security.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds a policy that is not on {@code main} yet against changes that were. */
@Component
class DryRuns {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * What would be different.
     *
     * @param changes how many changes were looked at
     * @param complete false where time ran out before all were
     * @param matched for how many of them any rule of the policy holds
     * @param different those for which the policies together would come to another result
     */
    @Schema(name = "PolicyDryRun")
    record Report(
            String policy,
            List<PolicyController.TestResult> tests,
            int changes,
            boolean complete,
            int matched,
            List<Difference> different) {}

    /** A change that would be decided differently. */
    @Schema(name = "PolicyDifference")
    record Difference(
            UUID changeId,
            String title,
            String team,
            String environment,
            ChangeState state,
            Instant createdAt,
            Decided before,
            Decided after,
            List<PolicyFinding> findings) {}

    /** What all policies together come to. */
    @Schema(name = "PolicyDecision")
    record Decided(boolean denied, int approvals, @Nullable ApproverRole role) {

        static Decided of(PolicyResult result) {
            int approvals = result.requirements().stream()
                    .mapToInt(finding -> finding.approvals() == null ? 1 : finding.approvals())
                    .max()
                    .orElse(0);
            boolean admin = result.requirements().stream().anyMatch(finding -> finding.role() == ApproverRole.ADMIN);
            return new Decided(
                    !result.denials().isEmpty(),
                    approvals,
                    approvals == 0 ? null : admin ? ApproverRole.ADMIN : ApproverRole.APPROVER);
        }
    }

    private final Policies policies;
    private final ChangeQueries queries;

    DryRuns(Policies policies, ChangeQueries queries) {
        this.policies = policies;
        this.queries = queries;
    }

    /** Looks at the newest changes that the caller may see and that came as far as a plan. */
    Report run(Policy proposed, int most, Actor viewer) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        PolicySet current = policies.current();
        PolicySet then = current.with(proposed);
        int looked = 0;
        int matched = 0;
        boolean complete = true;
        List<Difference> different = new ArrayList<>();
        for (ChangeSnapshot change : queries.newest(viewer, most)) {
            if (change.plan() == null || change.kind() == ChangeKind.POLICY) {
                continue;
            }
            if (System.nanoTime() > deadline) {
                complete = false;
                break;
            }
            looked++;
            // Its own time, so that rules over the time of day answer as they would have then.
            Map<String, Object> input = PolicyInput.of(change, change.requiredPlan(), change.createdAt());
            PolicyResult after = then.judge(input);
            List<PolicyFinding> own = after.findings().stream()
                    .filter(finding -> finding.policy().equals(proposed.name()))
                    .toList();
            matched += own.isEmpty() ? 0 : 1;
            Decided before = Decided.of(current.judge(input));
            Decided decided = Decided.of(after);
            if (!before.equals(decided)) {
                different.add(new Difference(
                        change.id(),
                        change.title(),
                        change.team(),
                        change.environment(),
                        change.state(),
                        change.createdAt(),
                        before,
                        decided,
                        own));
            }
        }
        return new Report(
                proposed.name(), PolicyController.tests(proposed), looked, complete, matched, List.copyOf(different));
    }
}
