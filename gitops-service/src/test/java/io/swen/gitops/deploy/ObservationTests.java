package io.swen.gitops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.CloudApiDeployer.Observation;
import io.swen.gitops.deploy.CloudInstance.End;
import io.swen.gitops.deploy.CloudInstance.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationTests {

    @Test
    void runsOnceAllReplicasRun() {
        assertThat(observe(WorkloadKind.SERVICE, of(0, State.RUNNING, End.NONE), of(1, State.PENDING, End.NONE)))
                .isEqualTo(DeploymentState.PENDING);
        assertThat(observe(WorkloadKind.SERVICE, of(0, State.RUNNING, End.NONE), of(1, State.RUNNING, End.NONE)))
                .isEqualTo(DeploymentState.RUNNING);
    }

    @Test
    void isCompletedOnceEveryReplicaOfABatchEndedByItself() {
        assertThat(observe(
                        WorkloadKind.BATCH, of(0, State.TERMINATED, End.OWN_SHUTDOWN), of(1, State.RUNNING, End.NONE)))
                .isEqualTo(DeploymentState.RUNNING);
        assertThat(observe(
                        WorkloadKind.BATCH,
                        of(0, State.TERMINATED, End.OWN_SHUTDOWN),
                        of(1, State.STOPPED, End.OWN_SHUTDOWN)))
                .isEqualTo(DeploymentState.COMPLETED);
    }

    @Test
    void isLostWhenTheCloudTookItBackOrSomebodyEndedIt() {
        assertThat(observe(WorkloadKind.BATCH, of(0, State.TERMINATED, End.INTERRUPTION)))
                .isEqualTo(DeploymentState.LOST);
        assertThat(observe(WorkloadKind.BATCH, of(0, State.TERMINATED, End.USER)))
                .isEqualTo(DeploymentState.LOST);
        assertThat(observe(WorkloadKind.SERVICE, of(0, State.STOPPED, End.OWN_SHUTDOWN)))
                .isEqualTo(DeploymentState.LOST);
    }

    @Test
    void isLostOnlyAfterTheCloudDidNotKnowItForAWhile() {
        assertThat(observe(WorkloadKind.SERVICE, new Observation.Replica(0, null, false)))
                .isEqualTo(DeploymentState.PENDING);
        assertThat(observe(WorkloadKind.SERVICE, new Observation.Replica(0, null, true)))
                .isEqualTo(DeploymentState.LOST);
    }

    private static DeploymentState observe(WorkloadKind kind, Observation.Replica... replicas) {
        DeploymentState state =
                Observation.of(DeploymentState.PENDING, kind, List.of(replicas)).state();
        return java.util.Objects.requireNonNull(state);
    }

    private static Observation.Replica of(int replica, State state, End end) {
        return new Observation.Replica(
                replica, new CloudInstance("i-" + replica, state, end, end.name(), Map.of()), false);
    }
}
