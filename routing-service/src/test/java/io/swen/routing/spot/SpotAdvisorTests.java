package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.TestOffers;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.spot.SpotPlan.Purchase;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpotAdvisorTests {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String SHAPE = "amd64,4,16.0,0,,";
    private static final String SPOT = "aws:use1-az1/m7i.xlarge/spot";
    private static final String ON_DEMAND = "aws:use1-az1/m7i.xlarge/on_demand";
    private static final String OFFERS = TestOffers.header()
            + TestOffers.row("aws:us-east-1", "aws:use1-az1", "m7i.xlarge", "on_demand", SHAPE, "0.20", "0")
            + TestOffers.row("aws:us-east-1", "aws:use1-az1", "m7i.xlarge", "spot", SHAPE, "0.06", "0.05");
    private static final List<Region> REGIONS =
            List.of(new Region("aws:us-east-1", "aws", "Ashburn", "US", 39.0, -77.5));
    private static final SpotProperties PROPERTIES = new SpotProperties(
            Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofDays(30), 1, 0.2);

    private final Knowledge knowledge = Knowledge.of(TestOffers.csv(OFFERS, REGIONS));
    private final SpotAdvisor advisor = new SpotAdvisor(new PlacementEngine(PlacementPolicy.defaults()), PROPERTIES);

    @Test
    void takesSpotCapacityWhileThereIsSlackForLosses() {
        SpotPlan plan = plan(work(10, 24, true), null, 0);

        assertThat(plan.applies()).isTrue();
        assertThat(plan.advice()).isEqualTo(Purchase.SPOT);
        assertThat(plan.forced()).isFalse();
        assertThat(plan.offerId()).isEqualTo(SPOT);
        assertThat(plan.options()).hasSize(3);
        assertThat(plan.slackHours()).isBetween(13.0, 14.0);
    }

    @Test
    void paysForOnDemandCapacityWhereTheWorkJustFits() {
        SpotPlan plan = plan(work(10, 10.6, true), null, 0);

        assertThat(plan.advice()).isEqualTo(Purchase.ON_DEMAND);
        assertThat(plan.forced()).isTrue();
        assertThat(plan.offerId()).isEqualTo(ON_DEMAND);
    }

    @Test
    void staysOnSpotCapacityThatMakesProgressWhenTheDeadlineIsNear() {
        SpotPlan plan = plan(work(10, 8.1, true), SPOT, 2.5);

        assertThat(plan.running()).isEqualTo(Purchase.SPOT);
        assertThat(plan.advice()).isEqualTo(Purchase.SPOT);
        assertThat(plan.workLeftHours()).isEqualTo(7.5);
    }

    @Test
    void leavesOnDemandCapacityOnlyWhereThatSavesMoreThanTheMargin() {
        assertThat(plan(work(20, 60, true), ON_DEMAND, 1).advice()).isEqualTo(Purchase.SPOT);
        assertThat(plan(work(1.5, 60, true), ON_DEMAND, 1.4).advice()).isEqualTo(Purchase.ON_DEMAND);
    }

    @Test
    void workWithoutCheckpointsTakesSpotCapacityOnlyWithTimeToDoItTwice() {
        assertThat(plan(work(10, 24, false), null, 0).advice()).isEqualTo(Purchase.SPOT);
        assertThat(plan(work(10, 18, false), null, 0).advice()).isEqualTo(Purchase.ON_DEMAND);
        assertThat(plan(work(10, 12, false), SPOT, 1).advice())
                .as("a move would begin anew")
                .isEqualTo(Purchase.SPOT);
    }

    @Test
    void waitsForAPlaceItHadWhereNoSpotCapacityFitsAndThereIsSlack() {
        Knowledge without = Knowledge.of(TestOffers.csv(OFFERS.replace("derived,true\n", "derived,false\n"), REGIONS));
        SpotPlan plan = advisor.plan(SpotWork.unplaced(work(10, 60, true), List.of(SPOT)), without, NOW);

        assertThat(plan.advice()).isEqualTo(Purchase.WAIT);
        assertThat(advisor.plan(SpotWork.unplaced(work(10, 10.6, true), List.of(SPOT)), without, NOW)
                        .advice())
                .isEqualTo(Purchase.ON_DEMAND);
    }

    @Test
    void hasNoSayInWorkWithoutADeadline() {
        WorkloadSpec spec = spec(10.0, null, true, true);

        assertThat(plan(spec, null, 0).applies()).isFalse();
    }

    @Test
    void saysThatADeadlineCannotBePromisedAnyMore() {
        SpotPlan plan = plan(work(10, 5, true), null, 0);

        assertThat(plan.advice()).isEqualTo(Purchase.ON_DEMAND);
        assertThat(plan.reason()).contains("cannot be promised");
        assertThat(plan.slackHours()).isNegative();
    }

    private SpotPlan plan(WorkloadSpec spec, @Nullable String offerId, double hoursRun) {
        SpotWork work = offerId == null
                ? SpotWork.unplaced(spec, List.of())
                : new SpotWork(
                        spec,
                        WorkloadState.RUNNING,
                        offerId,
                        NOW.minusMillis((long) (hoursRun * 3_600_000)),
                        List.of());
        return advisor.plan(work, knowledge, NOW);
    }

    private static WorkloadSpec work(double hours, double deadlineHours, boolean checkpoints) {
        return spec(hours, NOW.plusMillis((long) (deadlineHours * 3_600_000)), checkpoints, true);
    }

    private static WorkloadSpec spec(
            double hours, @Nullable Instant deadline, boolean checkpoints, boolean interruptible) {
        return new WorkloadSpec(
                "train",
                "research",
                "dev",
                Kind.BATCH,
                new WorkloadSpec.Container(
                        "train:1",
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        1,
                        null,
                        20,
                        checkpoints
                                ? new WorkloadSpec.Checkpoint(URI.create("s3://acme/ckpt"), Duration.ofMinutes(5))
                                : null),
                2,
                8,
                0,
                null,
                Architecture.AMD64,
                Priority.MEDIUM,
                0.7,
                0.3,
                deadline,
                hours,
                interruptible,
                List.of(),
                List.of(),
                null,
                0,
                null);
    }
}
