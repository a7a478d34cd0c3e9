package io.swen.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.catalog.Provider;
import io.swen.simulator.fleet.InstanceStatus.End;
import io.swen.simulator.fleet.InstanceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceStatusTests {

    private static final Instant LAUNCH = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void bootsThenRuns() {
        SimInstance i = instance(Provider.AWS, null, true, null, null);
        assertState(i, 0, State.PENDING, null);
        assertState(i, 29, State.PENDING, null);
        assertState(i, 30, State.RUNNING, null);
        assertState(i, 1_000_000, State.RUNNING, null);
    }

    @Test
    void aBatchTerminatesOnEc2AndStopsOnEcs() {
        SimInstance ec2 = instance(Provider.AWS, at(100), true, null, null);
        assertState(ec2, 99, State.RUNNING, null);
        assertState(ec2, 100, State.SHUTTING_DOWN, End.SHUTDOWN);
        assertState(ec2, 110, State.GONE, End.SHUTDOWN);
        SimInstance ecs = instance(Provider.ALIBABA, at(100), false, null, null);
        assertState(ecs, 100, State.STOPPING, End.SHUTDOWN);
        assertState(ecs, 110, State.STOPPED, End.SHUTDOWN);
    }

    @Test
    void aStoppedInstanceCanBeDeletedAndATerminatedOneStaysAsItEnded() {
        SimInstance stopped = instance(Provider.ALIBABA, at(100), false, null, at(200));
        assertState(stopped, 150, State.STOPPED, End.SHUTDOWN);
        assertState(stopped, 210, State.GONE, End.USER);
        SimInstance terminated = instance(Provider.AWS, at(100), true, null, at(200));
        assertState(terminated, 300, State.GONE, End.SHUTDOWN);
    }

    @Test
    void aDeletionComesBeforeALaterEndOfWork() {
        SimInstance i = instance(Provider.AWS, at(500), true, null, at(50));
        assertState(i, 49, State.RUNNING, null);
        assertState(i, 50, State.SHUTTING_DOWN, End.USER);
        assertState(i, 600, State.GONE, End.USER);
    }

    @Test
    void anInterruptionIsNoticedBeforeAndEndsTheInstance() {
        SimInstance i = instance(Provider.AWS, at(5_000), true, at(1_000), null);
        assertThat(status(i, 879).noticedUntil()).isNull();
        assertThat(status(i, 880).noticedUntil()).isEqualTo(at(1_000));
        assertState(i, 999, State.RUNNING, null);
        assertState(i, 1_000, State.SHUTTING_DOWN, End.INTERRUPTION);
        assertState(i, 6_000, State.GONE, End.INTERRUPTION);
        SimInstance ecs = instance(Provider.ALIBABA, null, false, at(1_000), null);
        assertThat(status(ecs, 700).noticedUntil()).isEqualTo(at(1_000));
    }

    @Test
    void workThatEndsFirstIsNotInterrupted() {
        SimInstance i = instance(Provider.AWS, at(500), true, at(1_000), null);
        assertState(i, 2_000, State.GONE, End.SHUTDOWN);
        assertThat(status(i, 450).noticedUntil()).isNull();
    }

    @Test
    void readsTheDurationOfTheWorkFromUserData() {
        assertThat(UserData.estimatedDuration("export SWEN_ESTIMATED_DURATION=PT1H30M"))
                .contains(Duration.ofMinutes(90));
        assertThat(UserData.estimatedDuration("docker run -e \"SWEN_ESTIMATED_DURATION=PT45S\" image"))
                .contains(Duration.ofSeconds(45));
        assertThat(UserData.estimatedDuration("SWEN_ESTIMATED_DURATION='P1DT2H'"))
                .contains(Duration.ofHours(26));
        assertThat(UserData.estimatedDuration("SWEN_ESTIMATED_DURATION=Psoon")).isEmpty();
        assertThat(UserData.estimatedDuration("nothing")).isEmpty();
        assertThat(UserData.estimatedDuration(null)).isEmpty();
    }

    private static void assertState(SimInstance i, long second, State state, @Nullable End end) {
        InstanceStatus status = status(i, second);
        assertThat(status.state()).as("state at second " + second).isEqualTo(state);
        assertThat(status.end()).isEqualTo(end);
    }

    private static InstanceStatus status(SimInstance i, long second) {
        return InstanceStatus.of(i, at(second));
    }

    private static Instant at(long second) {
        return LAUNCH.plusSeconds(second);
    }

    private static SimInstance instance(
            Provider provider,
            @Nullable Instant workEnds,
            boolean terminates,
            @Nullable Instant interrupted,
            @Nullable Instant deleted) {
        return new SimInstance(
                provider,
                "1",
                "r",
                "z",
                "i-1",
                "r-1",
                0,
                "m5.large",
                "ami",
                interrupted != null,
                null,
                at(0),
                at(30),
                workEnds,
                terminates,
                interrupted,
                deleted,
                false,
                "",
                "",
                "10.0.0.1",
                1,
                Map.of(),
                null);
    }
}
