package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What will be done to the cloud; what is approved is this plan and no other.
 *
 * @param hash {@code sha256:} of the canonical JSON of the actions, the costs and the commit
 */
public record Plan(String hash, List<Action> actions, Money hourlyCostBefore, Money hourlyCostAfter) {

    public Plan {
        actions = List.copyOf(actions);
    }

    /** What is done. */
    public enum Op {
        CREATE,
        DESTROY
    }

    /**
     * One thing that is made or removed.
     *
     * @param resource {@code aws:instance} or {@code alibaba:instance}
     * @param name unique in the plan
     */
    public record Action(
            Op op,
            String resource,
            String name,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after) {}
}
