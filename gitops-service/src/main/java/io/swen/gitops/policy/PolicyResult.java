package io.swen.gitops.policy;

import io.swen.gitops.contract.PolicyFinding;
import java.util.List;

/** What all policies together say of a change. */
public record PolicyResult(List<PolicyFinding> findings) {

    static final PolicyResult NOTHING = new PolicyResult(List.of());

    public PolicyResult {
        findings = List.copyOf(findings);
    }

    /** Why the change must not go on; empty where it may. */
    public List<PolicyFinding> denials() {
        return of(PolicyFinding.Effect.DENY);
    }

    public List<PolicyFinding> warnings() {
        return of(PolicyFinding.Effect.WARN);
    }

    /** Who has to agree beyond what is needed in any case. */
    public List<PolicyFinding> requirements() {
        return of(PolicyFinding.Effect.REQUIRE);
    }

    private List<PolicyFinding> of(PolicyFinding.Effect effect) {
        return findings.stream().filter(finding -> finding.result() == effect).toList();
    }
}
