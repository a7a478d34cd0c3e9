package io.swen.gitops.policy;

import io.swen.gitops.contract.PolicyFinding.ApproverRole;
import io.swen.gitops.contract.PolicyFinding.Effect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file below {@code policies/}; anything of it may be absent whatever its type says, until {@link Policy#compile} has looked at it.
 */
record PolicyFile(
        String apiVersion,
        String kind,
        String name,
        String description,
        List<Rule> rules,
        @Nullable List<Test> tests) {

    static final String API_VERSION = "swen.io/v1";
    static final String KIND = "Policy";

    /**
     * One rule.
     *
     * @param when a CEL expression that comes to true or false
     * @param message a text with CEL expressions in {@code ${…}}
     */
    record Rule(
            String name,
            String when,
            Effect result,
            @Nullable Requirement require,
            String message) {}

    /** How many people have to agree, and who. */
    record Requirement(
            @Nullable Integer approvals, @Nullable ApproverRole role) {}

    /**
     * A change and what the rules are to say of it.
     *
     * @param expect by the rule's name; rules that are not named must not hold
     */
    record Test(
            String name,
            Map<String, Object> input,
            @Nullable Map<String, Effect> expect) {}
}
