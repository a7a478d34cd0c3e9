package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What will be done to the cloud; what is approved is this plan and no other.
 *
 * @param hash {@code sha256:} of the canonical JSON of all that the plan is bound to
 * @param hourlyCostBefore null where it is not known, as of what Terraform makes
 * @param hourlyCostAfter null where it is not known
 * @param findings what the policies of the moment said of it; not part of the hash, as what is done stays the same
 */
public record Plan(
        String hash,
        List<Action> actions,
        @Nullable Money hourlyCostBefore,
        @Nullable Money hourlyCostAfter,
        List<PolicyFinding> findings) {

    public Plan {
        actions = List.copyOf(actions);
        // Plans that were stored before there were policies have none.
        findings = (Object) findings == null ? List.of() : List.copyOf(findings);
    }

    /** A plan that no policy has been asked about yet. */
    public static Plan of(
            String hash, List<Action> actions, @Nullable Money hourlyCostBefore, @Nullable Money hourlyCostAfter) {
        return new Plan(hash, actions, hourlyCostBefore, hourlyCostAfter, List.of());
    }

    /** The same with what the policies said of it. */
    public Plan judged(List<PolicyFinding> found) {
        return new Plan(hash, actions, hourlyCostBefore, hourlyCostAfter, found);
    }

    /** What policies require beyond the table of levels. */
    public List<PolicyFinding> requirements() {
        return findings.stream()
                .filter(finding -> finding.result() == PolicyFinding.Effect.REQUIRE)
                .toList();
    }

    /** How much is done of what, for a person. */
    public String counted() {
        String counts = Arrays.stream(Op.values())
                .map(op -> Map.entry(
                        op, actions.stream().filter(action -> action.op() == op).count()))
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " to " + entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "nothing to do" : counts;
    }

    /** What all workloads of the change cost an hour before it. */
    public Money requiredCostBefore() {
        return required(hourlyCostBefore);
    }

    /** What they cost an hour after it. */
    public Money requiredCostAfter() {
        return required(hourlyCostAfter);
    }

    private static Money required(@Nullable Money cost) {
        if (cost == null) {
            throw new IllegalStateException("the cost of this plan is not known");
        }
        return cost;
    }

    /** What is done. */
    public enum Op {
        CREATE,
        UPDATE,
        /** Destroyed and made anew. */
        REPLACE,
        DESTROY
    }

    /**
     * One thing that is made or removed.
     *
     * @param resource {@code aws:instance} or {@code alibaba:instance}, or Terraform's type
     * @param name unique in the plan
     */
    public record Action(
            Op op,
            String resource,
            String name,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after) {}
}
