package io.swen.routing.rightsizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SizingTests {

    private static final Sizing.Has EIGHT = new Sizing.Has(8, 32, 1);
    private final Sizing sizing = new Sizing(properties());

    @Test
    void saysWhatIsMissingWhereTooFewHoursAreMeasured() {
        Sizing.Needs needs = sizing.needs(usage(hours(71, 10)), EIGHT);
        assertThat(needs.fit()).isEqualTo(Sizing.Fit.UNKNOWN);
        assertThat(needs.lacking()).contains("71 hours").contains("72 are needed");
    }

    /** By hand: 15 % of eight processors are 1.2, which may take up three quarters: 1.6 processors. */
    @Test
    void plansForTheBusiestHoursWithRoomAboveThem() {
        Sizing.Needs needs = sizing.needs(usage(hours(100, 15)), EIGHT);
        assertThat(needs.fit()).isEqualTo(Sizing.Fit.SMALLER);
        assertThat(needs.peak99()).isCloseTo(1.2, within(1e-9));
        assertThat(needs.cores()).isEqualTo(1.6);
        assertThat(needs.memoryGb()).isNull();
    }

    @Test
    void plansForWhatIsForeseenWhereThatIsMore() {
        Sizing.Needs needs = sizing.needs(new Usage(hours(100, 15), hours(100, 15), new double[0], 60, ""), EIGHT);
        assertThat(needs.cores()).isEqualTo(6.4);
        assertThat(needs.fit()).isEqualTo(Sizing.Fit.SMALLER);
    }

    @Test
    void asksForMoreWhereHoursAreSaturatedAndWhatIsUsedBeyondIsNotSeen() {
        double[] hours = hours(100, 50);
        Arrays.fill(hours, 0, 10, 99);
        Sizing.Needs needs = sizing.needs(usage(hours), EIGHT);
        assertThat(needs.fit()).isEqualTo(Sizing.Fit.LARGER);
        assertThat(needs.cores()).isEqualTo(12.0);
        assertThat(needs.saturatedNow()).isBetween(0.1, 0.17);
    }

    @Test
    void leavesASizeThatFits() {
        assertThat(sizing.needs(usage(hours(100, 72)), EIGHT).fit()).isEqualTo(Sizing.Fit.FITS);
    }

    /** By hand: a mean of 30 % of 5 × 4 processors is 6, three quarters of four are 3: two replicas. */
    @Test
    void takesAsManyReplicasAsTheDemandOfAllNeeds() {
        Sizing.Has five = new Sizing.Has(4, 16, 5);
        assertThat(sizing.needs(usage(hours(100, 30)), five).replicas()).isEqualTo(2);
        // Twice that is foreseen.
        assertThat(sizing.needs(new Usage(hours(100, 30), hours(100, 30), new double[0], 60, ""), five)
                        .replicas())
                .isEqualTo(4);
    }

    /** Wilson's bound by hand for none of 100 at 95 %: z² / (n + z²) = 2.706 / 102.706. */
    @Test
    void isNeverSureThatWhatWasNotSeenDoesNotHappen() {
        assertThat(Usage.chanceAbove(hours(100, 10), 50)).isCloseTo(0.02635, within(1e-4));
        assertThat(Usage.chanceAbove(new double[0], 50)).isEqualTo(1);
    }

    @Property
    void neverPlansForLessThanItsBusiestHoursUse(
            @ForAll @Size(min = 72, max = 200) List<@DoubleRange(min = 0, max = 100) Double> seen,
            @ForAll @DoubleRange(min = 1, max = 64) double vcpu) {
        double[] peaks = seen.stream().mapToDouble(Double::doubleValue).toArray();
        Sizing.Needs needs = sizing.needs(usage(peaks), new Sizing.Has(vcpu, 16, 1));
        assertThat(needs.cores()).isGreaterThanOrEqualTo(needs.peak99() - 1e-9);
        assertThat(needs.fewestCores()).isLessThanOrEqualTo(needs.cores());
        assertThat(needs.mostCores()).isGreaterThanOrEqualTo(needs.cores());
        assertThat(needs.replicas()).isBetween(1, 100);
    }

    private static Usage usage(double[] peaks) {
        return new Usage(peaks, peaks, new double[0], Double.NaN, "too little is known");
    }

    private static double[] hours(int count, double percent) {
        double[] hours = new double[count];
        Arrays.fill(hours, percent);
        return hours;
    }

    static RightSizingProperties properties() {
        return new RightSizingProperties(
                true,
                Duration.ofDays(14),
                72,
                0.75,
                0.9,
                0.05,
                0.1,
                Duration.ofHours(48),
                Duration.ofHours(24),
                Duration.ofHours(1),
                100,
                200,
                4000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }
}
