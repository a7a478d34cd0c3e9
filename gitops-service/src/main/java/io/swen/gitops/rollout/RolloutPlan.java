package io.swen.gitops.rollout;

import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which a new version takes over.
 *
 * @param percents of the replicas that are to run after each step, rising to 100
 * @param analysis how long each is looked at
 */
record RolloutPlan(List<Integer> percents, Duration analysis) {

    private static final List<Integer> CANARY = List.of(10, 50, 100);

    RolloutPlan {
        percents = List.copyOf(percents);
    }

    /** Null where a workload's new versions take over all at once, with nothing to wait for. */
    static @Nullable RolloutPlan of(Workload workload, Duration analysisUnlessSaid) {
        Workload.Rollout rollout = workload.rollout();
        if (rollout == null || workload.kind() != WorkloadKind.SERVICE) {
            return null;
        }
        Duration analysis = rollout.analysis() == null ? analysisUnlessSaid : rollout.analysis();
        return switch (rollout.strategy()) {
            case ALL_AT_ONCE -> null;
            case BLUE_GREEN -> new RolloutPlan(List.of(100), analysis);
            case CANARY -> {
                List<Integer> steps = new ArrayList<>(
                        rollout.steps() == null || rollout.steps().isEmpty() ? CANARY : rollout.steps());
                if (steps.getLast() < 100) {
                    steps.add(100);
                }
                yield new RolloutPlan(steps, analysis);
            }
        };
    }

    /** How many replicas run after a step; each step has one at least. */
    int replicas(int step, int all) {
        return Math.max(1, Math.min(all, (int) Math.ceil(all * percents.get(step) / 100.0)));
    }

    boolean isLast(int step) {
        return step == percents.size() - 1;
    }
}
