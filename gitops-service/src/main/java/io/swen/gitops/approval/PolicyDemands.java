package io.swen.gitops.approval;

import io.swen.gitops.approval.ApprovalTable.Requirement;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeSnapshot.StoredVerdict;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.PolicyFinding.ApproverRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policies require of approvals beyond the table. */
public final class PolicyDemands {

    private PolicyDemands() {}

    /** The table's level, raised where a policy's is higher; the policies' reasons are added in any case. */
    public static Requirement raise(Requirement table, List<PolicyFinding> requirements) {
        if (requirements.isEmpty()) {
            return table;
        }
        ApprovalLevel level = table.level();
        List<String> reasons = new ArrayList<>(table.reasons());
        for (PolicyFinding requirement : requirements) {
            int people = people(requirement);
            ApprovalLevel asked = people > 1 ? ApprovalLevel.TWO_APPROVERS : ApprovalLevel.ONE_APPROVER;
            level = asked.compareTo(level) > 0 ? asked : level;
            reasons.add(requirement.text() + " (" + people
                    + (requirement.role() == ApproverRole.ADMIN ? " of role admin" : "") + " to agree)");
        }
        return new Requirement(level, reasons);
    }

    /** Whether these approvals, each of another person, satisfy what the policies require. */
    static boolean areMet(List<PolicyFinding> requirements, List<StoredVerdict> approvals) {
        return requirements.stream()
                .allMatch(requirement -> approvals.stream()
                                .filter(given -> requirement.role() != ApproverRole.ADMIN || given.admin())
                                .count()
                        >= people(requirement));
    }

    private static int people(PolicyFinding requirement) {
        @Nullable Integer approvals = requirement.approvals();
        return approvals == null ? 1 : approvals;
    }
}
