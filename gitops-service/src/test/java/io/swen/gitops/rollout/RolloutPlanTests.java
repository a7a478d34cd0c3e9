package io.swen.gitops.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RolloutPlanTests {

    @Property(tries = 300)
    void eachStepRunsAsManyReplicasAsItsShareAndNeverFewerThanTheOneBefore(
            @ForAll @IntRange(min = 1, max = 99) int first, @ForAll @IntRange(min = 1, max = 100) int replicas) {
        RolloutPlan plan = new RolloutPlan(List.of(first, 100), Duration.ofMinutes(5));

        assertThat(plan.replicas(0, replicas)).isBetween(1, replicas);
        assertThat(plan.replicas(0, replicas) * 100.0 / replicas).isGreaterThanOrEqualTo(first);
        assertThat(plan.replicas(1, replicas)).isEqualTo(replicas);
    }
}
