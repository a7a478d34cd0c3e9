package io.swen.gitops.contract;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of a policy said of a change.
 *
 * @param policy the policy's name, which is also that of its file
 * @param rule the rule's name; {@code file} where the file itself cannot be used
 * @param message why, in words
 * @param approvals how many people have to agree; null unless something is required
 * @param role who they have to be; null unless something is required
 * @param values what the rule looked at when it decided
 */
@Schema(name = "PolicyFinding")
public record PolicyFinding(
        String policy,
        String rule,
        Effect result,
        String message,
        @Nullable Integer approvals,
        @Nullable ApproverRole role,
        List<Value> values) {

    public PolicyFinding {
        values = List.copyOf(values);
    }

    /** What follows from a rule that holds. */
    @Schema(name = "PolicyEffect")
    public enum Effect {
        /** The change must not go on. */
        DENY,
        /** It is told of. */
        WARN,
        /** People have to agree. */
        REQUIRE
    }

    /** Who may agree: everybody who may at all, or admins only. */
    public enum ApproverRole {
        APPROVER,
        ADMIN
    }

    /** An expression of the rule and what it came to. */
    @Schema(name = "PolicyValue")
    public record Value(String expression, String value) {}

    /** The finding as one line. */
    public String text() {
        return "policy " + policy + "/" + rule + ": " + message;
    }
}
