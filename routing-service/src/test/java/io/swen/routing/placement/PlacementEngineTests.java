package io.swen.routing.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.swen.catalog.PriceCatalog;
import io.swen.routing.FakePeers;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.TestOffers;
import io.swen.routing.placement.PlacementRequest.Limits;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementEngineTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<Region> REGIONS = List.of(
            new Region("aws:us-east-1", "aws", "Washington", "US", 38.9, -77.04),
            new Region("aws:eu-central-1", "aws", "Frankfurt", "DE", 50.11, 8.68),
            new Region("alibaba:eu-central-1", "alibaba", "Frankfurt", "DE", 50.11, 8.68));
    /** 4 vCPU and 16 GiB: exactly twice what the workload needs, so its performance value is 1. */
    private static final String MEDIUM = "amd64,4,16.0,0,,";
    /** Exactly what the workload needs: 0.8. */
    private static final String SMALL = "amd64,2,8.0,0,,";

    private final PlacementEngine engine = new PlacementEngine(PlacementPolicy.defaults());

    private static final String THREE = TestOffers.header()
            + TestOffers.row("aws:us-east-1", "aws:use1-az1", "m.medium", "on_demand", MEDIUM, "0.20", "0")
            + TestOffers.row("aws:eu-central-1", "aws:euc1-az1", "m.small", "on_demand", SMALL, "0.10", "0")
            + TestOffers.row(
                    "alibaba:eu-central-1", "alibaba:eu-central-1a", "e.medium", "spot", MEDIUM, "0.05", "0.2");

    /**
     * By hand: sensitivities of 0.5 and medium priority give cost 0.7 and shares 0.5 : 0.5 : 0.3 of 0.3, that is latency
     * 0.1153, performance 0.0692 and reliability the rest, 0.1155. The reference list's cheapest type of 2 cores and 8 GiB is
     * t3a.large at 0.0752 USD, so the yardstick for two hours is 0.1504 USD; 20 GiB of disk cost 0.08 × 20 × 2 / 730 =
     * 0.004384 USD. The small one comes to 0.204384 USD, of which 0.1504 / (0.1504 + 0.204384) = 0.423920 is the cost's value:
     * 0.7 × 0.423920 + 0.1153 × 0.5 + 0.1155 × 1 + 0.0692 × 0.8 = 0.525254. The other one comes to 0.404384 USD: 0.271097, and
     * 0.7 × 0.271096 + 0.1153 × 0.5 + 0.1155 + 0.0692 × 1 = 0.4321179.
     */
    @Test
    void scoresAsComputedByHand() {
        Placement placement = place(THREE, spec().build(), Limits.NONE);

        assertThat(the(placement.offer()).offerId()).isEqualTo("aws:euc1-az1/m.small/on_demand");
        assertThat(placement.score()).isEqualByComparingTo("0.525254");
        assertThat(placement.alternatives()).hasSize(1);
        assertThat(placement.alternatives().getFirst().score()).isEqualByComparingTo("0.4321179");
        assertThat(placement.alternatives().getFirst().lostBecause())
                .isEqualTo("comes to 0.4044 USD instead of 0.2044 USD, which costs it 0.1070 of the score");
        assertThat(the(placement.expectedTotalCost()).amount()).isEqualByComparingTo("0.204384");
        assertThat(placement.exclusions()).containsExactly(new Placement.Exclusion(Constraint.INTERRUPTIBLE, 1));
        assertThat(the(placement.baseline()).offer().offerId()).isEqualTo("aws:use1-az1/m.medium/on_demand");
        assertThat(placement.savingPercent()).isEqualByComparingTo("49.5");
        assertThat(placement.cheapestElsewhere()).isNull();
        assertThat(placement.exceptions())
                .extracting(Placement.PassedOver::kind, Placement.PassedOver::offerId)
                .containsExactly(tuple(ExceptionKind.RELIABILITY, "alibaba:eu-central-1a/e.medium/spot"));
        assertThat(placement.eligible()).isEqualTo(2);
    }

    /**
     * By hand: a rate of 0.2 a month is a hazard of −ln 0.8 / 730 = 0.000305676 an hour; over two hours 0.000611 interruptions,
     * each costing 0.1 h and half of two hours, so 0.000672487 h of rework; 2.000672487 h × 0.05 USD = 0.100033624 USD, and
     * 0.004384 USD for the disk, whose price at Alibaba Cloud is not known and counts as the dearest known. It runs
     * undisturbed with e^−0.000611352 = 0.999389.
     */
    @Test
    void countsExpectedReworkAndTheChanceOfAnInterruption() {
        Placement placement = place(THREE, spec().interruptible().build(), Limits.NONE);

        assertThat(the(placement.offer()).offerId()).isEqualTo("alibaba:eu-central-1a/e.medium/spot");
        assertThat(the(placement.expectedTotalCost()).amount()).isEqualByComparingTo("0.104417");
        assertThat(value(placement, Factor.RELIABILITY)).isEqualByComparingTo("0.999389");
        assertThat(the(placement.cheapestElsewhere()).offer().offerId()).isEqualTo("aws:euc1-az1/m.small/on_demand");
        assertThat(the(placement.cheapestElsewhere()).lostBecause()).contains("0.2044 USD instead of 0.1044 USD");
    }

    @Test
    void weighsLatencyByWhereTheUsersAre() {
        WorkloadSpec inBerlin = spec().usersAt(52.52, 13.40).latency(1).build();
        Placement placement = place(THREE, inBerlin, Limits.NONE);

        assertThat(the(placement.offer()).region()).isEqualTo("aws:eu-central-1");
        assertThat(contribution(placement, Factor.LATENCY).explanation())
                .contains("12 ms")
                .contains("derived");
        assertThat(value(placement, Factor.LATENCY)).isBetween(new BigDecimal("0.87"), new BigDecimal("0.90"));
    }

    @Test
    void prefersTheBetterKnownOfEqualPrices() {
        String derived = TestOffers.row("aws:eu-central-1", "aws:euc1-az1", "m.small", "on_demand", SMALL, "0.10", "0")
                .replace(",listed,", ",derived,");
        String listed = TestOffers.row("aws:us-east-1", "aws:use1-az1", "m.small", "on_demand", SMALL, "0.10", "0");
        Placement placement = place(TestOffers.header() + derived + listed, spec().build(), Limits.NONE);

        assertThat(the(placement.offer()).region()).isEqualTo("aws:us-east-1");
        assertThat(placement.alternatives().getFirst().score()).isEqualTo(placement.score());
    }

    @Test
    void saysWhyADearerOfferWasChosen() {
        String csv = TestOffers.header()
                + TestOffers.row("aws:us-east-1", "aws:use1-az1", "m.small", "on_demand", SMALL, "0.100", "0")
                + TestOffers.row("aws:eu-central-1", "aws:euc1-az1", "m.small", "on_demand", SMALL, "0.101", "0");
        Placement placement = place(csv, spec().usersAt(50.11, 8.68).latency(1).build(), Limits.NONE);

        assertThat(the(placement.offer()).region()).isEqualTo("aws:eu-central-1");
        assertThat(placement.exceptions()).hasSize(1);
        assertThat(placement.exceptions().getFirst().kind()).isEqualTo(ExceptionKind.LATENCY);
        assertThat(placement.summary()).contains("It is not the cheapest").contains("ms");
    }

    @Test
    void countsWhatItCostsToMoveTheData() {
        WorkloadSpec withData = spec().data("aws:us-east-1", 100).build();
        Placement placement = place(THREE, withData, Limits.NONE);

        assertThat(the(placement.offer()).region()).isEqualTo("aws:us-east-1");
        assertThat(placement.alternatives().getFirst().lostBecause())
                .startsWith("comes to 2.2 USD instead of 0.4044 USD");
        assertThat(the(placement.baseline()).offer().region()).isEqualTo("aws:us-east-1");
    }

    @Test
    void namesTheConstraintThatExcludedMostAndWhatWouldHelp() {
        Placement tooBig = place(THREE, spec().memory(1_000).build(), Limits.NONE);
        assertThat(tooBig.offer()).isNull();
        assertThat(tooBig.unplaceableReason())
                .isEqualTo(
                        "memory_gb excluded 3 of 3 offers: a replica needs 1000 GiB, the largest type has 16; less memory"
                                + " a replica would help");
        assertThat(place(THREE, spec().allowed("alibaba:eu-central-1").build(), Limits.NONE)
                        .unplaceableReason())
                .startsWith("regions_allowed excluded 2 of 3");
        assertThat(place(THREE, spec().deadline(NOW.plusSeconds(3_600)).build(), Limits.NONE)
                        .unplaceableReason())
                .startsWith("deadline excluded 2 of 3");
        assertThat(place(THREE, spec().build(), new Limits(new BigDecimal("0.09"), null, null))
                        .unplaceableReason())
                .startsWith("budget excluded 2 of 3");
        assertThat(the(place(THREE, spec().build(), new Limits(null, 3, null)).offer())
                        .offerId())
                .isEqualTo("aws:euc1-az1/m.small/on_demand");
    }

    @Test
    void doesNotSendBackToAnOfferThatWasLost() {
        Placement placement = engine.place(
                Knowledge.of(TestOffers.csv(THREE, REGIONS)),
                new PlacementRequest(spec().build(), NOW, Limits.NONE, List.of("aws:euc1-az1/m.small/on_demand")));
        assertThat(the(placement.offer()).offerId()).isEqualTo("aws:use1-az1/m.medium/on_demand");
        assertThat(placement.exclusions()).contains(new Placement.Exclusion(Constraint.LOST_BEFORE, 1));
    }

    @Test
    void isLessSureOfFewChoicesAndOfStaleOffers() {
        PriceCatalog catalog = PriceCatalog.load();
        String csv = FakePeers.csv(catalog);
        PlacementRequest request = new PlacementRequest(spec().interruptible().build(), NOW, Limits.NONE, List.of());
        BigDecimal sure = engine.place(Knowledge.of(TestOffers.csv(csv, REGIONS)), request)
                .confidence();
        BigDecimal stale = engine.place(Knowledge.of(TestOffers.csv(csv, REGIONS, true)), request)
                .confidence();
        BigDecimal few =
                place(THREE, spec().interruptible().build(), Limits.NONE).confidence();

        assertThat(sure).isGreaterThanOrEqualTo(new BigDecimal("0.6"));
        assertThat(stale)
                .isEqualByComparingTo(sure.subtract(new BigDecimal("0.3")))
                .isLessThan(new BigDecimal("0.6"));
        assertThat(few).isLessThan(sure.add(new BigDecimal("0.2")));
        assertThat(engine.place(Knowledge.of(TestOffers.csv(THREE, REGIONS, true)), request)
                        .confidence())
                .isLessThan(new BigDecimal("0.6"));
    }

    @Test
    void isAsSureOfAGivenPlaceAsOfWhatIsKnownOfIt() {
        PlacementRequest kept = new PlacementRequest(
                spec().build(),
                NOW,
                Limits.NONE,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                "aws:use1-az1/m.medium/on_demand");
        Placement fresh = engine.place(Knowledge.of(TestOffers.csv(THREE, REGIONS)), kept);
        Placement stale = engine.place(Knowledge.of(TestOffers.csv(THREE, REGIONS, true)), kept);

        assertThat(the(fresh.offer()).offerId()).isEqualTo("aws:use1-az1/m.medium/on_demand");
        assertThat(fresh.confidence()).isEqualByComparingTo("0.950");
        assertThat(stale.confidence()).isEqualByComparingTo("0.450");
        assertThat(fresh.summary())
                .contains(" runs as m.medium ", "its place was given")
                .doesNotContain("best");
    }

    @Test
    void weightsAddUpToOneWhateverTheSensitivities() {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            WorkloadSpec spec = spec().cost(random.nextDouble())
                    .latency(random.nextDouble())
                    .priority(Priority.values()[random.nextInt(4)])
                    .build();
            Weights weights = Weights.of(spec, PlacementPolicy.defaults(), random.nextBoolean());
            assertThat(Arrays.stream(Factor.values()).map(weights::of).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo("1");
            assertThat(Arrays.stream(Factor.values()).map(weights::of)).allMatch(weight -> weight.signum() >= 0);
        }
    }

    /** Against a plain search over objects that shares nothing with the engine but the formulae of a single offer. */
    @Test
    void findsTheSameBestAsALookAtEveryOffer() {
        OfferIndexes.State.Usable offers = TestOffers.csv(FakePeers.csv(PriceCatalog.load()), REGIONS);
        Random random = new Random(7);
        for (int round = 0; round < 25; round++) {
            Builder builder = spec().cost(random.nextDouble())
                    .latency(random.nextDouble())
                    .memory(1 + random.nextInt(200));
            if (random.nextBoolean()) {
                builder.interruptible();
            }
            if (random.nextBoolean()) {
                builder.usersAt(random.nextDouble() * 120 - 60, random.nextDouble() * 360 - 180);
            }
            PlacementRequest request = new PlacementRequest(builder.build(), NOW, Limits.NONE, List.of());
            PlacementEngine.Run run = engine.new Run(Knowledge.of(offers), request);
            run.search();
            List<Integer> all = new ArrayList<>();
            for (int offer = 0; offer < offers.index().size(); offer++) {
                if (run.fails(offer) == 0) {
                    all.add(offer);
                }
            }
            all.sort(Comparator.comparingLong(run::score)
                    .reversed()
                    .thenComparingLong(offers.index()::price)
                    .thenComparing(offers.index()::priceOrigin)
                    .thenComparing(offers.index()::compareIds));
            assertThat(run.eligible).isEqualTo(all.size());
            assertThat(Arrays.stream(run.best).limit(run.kept).boxed().toList()).isEqualTo(all.subList(0, run.kept));
            double least = all.stream().mapToDouble(run::total).min().orElseThrow();
            assertThat(run.cheapestTotal).isEqualTo(least);
        }
    }

    @Test
    void decidesTheSameFromTheSame() {
        PlacementRequest request =
                new PlacementRequest(spec().interruptible().usersAt(1, 2).build(), NOW, Limits.NONE, List.of());
        assertThat(engine.place(Knowledge.of(TestOffers.csv(THREE, REGIONS)), request))
                .isEqualTo(engine.place(Knowledge.of(TestOffers.csv(THREE, REGIONS)), request));
    }

    private Placement place(String csv, WorkloadSpec spec, Limits limits) {
        return engine.place(
                Knowledge.of(TestOffers.csv(csv, REGIONS)), new PlacementRequest(spec, NOW, limits, List.of()));
    }

    private static <T> T the(@Nullable T value) {
        return java.util.Objects.requireNonNull(value);
    }

    private static Placement.Contribution contribution(Placement placement, Factor factor) {
        return placement.contributions().stream()
                .filter(contribution -> contribution.factor() == factor)
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal value(Placement placement, Factor factor) {
        return contribution(placement, factor).value();
    }

    static Builder spec() {
        return new Builder();
    }

    /** A two-hour batch of 2 cores and 8 GiB, unless told otherwise. */
    static final class Builder {
        private double memory = 8;
        private double cost = 0.5;
        private double latency = 0.5;
        private Priority priority = Priority.MEDIUM;
        private boolean interruptible;
        private List<String> allowed = List.of();
        private @Nullable String dataLocation;
        private double dataSize;
        private WorkloadSpec.@Nullable Place users;
        private @Nullable Instant deadline;

        Builder memory(double gib) {
            memory = gib;
            return this;
        }

        Builder cost(double sensitivity) {
            cost = sensitivity;
            return this;
        }

        Builder latency(double sensitivity) {
            latency = sensitivity;
            return this;
        }

        Builder priority(Priority wanted) {
            priority = wanted;
            return this;
        }

        Builder interruptible() {
            interruptible = true;
            return this;
        }

        Builder allowed(String... regions) {
            allowed = List.of(regions);
            return this;
        }

        Builder data(String region, double gb) {
            dataLocation = region;
            dataSize = gb;
            return this;
        }

        Builder usersAt(double latitude, double longitude) {
            users = new WorkloadSpec.Place(latitude, longitude);
            return this;
        }

        Builder deadline(Instant until) {
            deadline = until;
            return this;
        }

        WorkloadSpec build() {
            return new WorkloadSpec(
                    "w",
                    "research",
                    "dev",
                    Kind.BATCH,
                    new WorkloadSpec.Container("nginx", List.of(), Map.of(), List.of(), List.of(), 1, null, 20, null),
                    2,
                    memory,
                    0,
                    null,
                    Architecture.AMD64,
                    priority,
                    cost,
                    latency,
                    deadline,
                    2.0,
                    interruptible,
                    allowed,
                    List.of(),
                    dataLocation,
                    dataSize,
                    users);
        }
    }
}
