package io.swen.routing.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.TestOffers;
import io.swen.routing.decision.Counterfactual.Direction;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CounterfactualsTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<Region> REGIONS = List.of(
            new Region("aws:us-east-1", "aws", "Washington", "US", 38.9, -77.04),
            new Region("aws:eu-central-1", "aws", "Frankfurt", "DE", 50.11, 8.68),
            new Region("alibaba:eu-central-1", "alibaba", "Frankfurt", "DE", 50.11, 8.68));
    private static final List<String> SHAPES =
            List.of("amd64,2,8.0,0,,", "amd64,4,16.0,0,,", "amd64,8,16.0,0,,", "amd64,4,32.0,0,,");

    private final Counterfactuals counterfactuals = new Counterfactuals();

    /**
     * Two offers of one shape and zone that differ in price alone: whichever is cheaper is chosen, and of equal prices the first
     * by name, so the dearer one, which comes second, has to become cheaper by one step of 10^-12 USD.
     */
    @Test
    void findsTheExactPriceAtWhichTwoEqualOffersChangePlaces() {
        Replays.Opened.Whole whole = decide(
                row("aws:us-east-1", "a", 0, "on_demand", "0.10", "0")
                        + row("aws:us-east-1", "b", 0, "on_demand", "0.11", "0"),
                spec(0.5, 0.5, false, null, 0, null));

        List<Counterfactual> items = counterfactuals.of(whole).items();

        Counterfactual dearer = one(items, "price", Direction.UP);
        assertThat(dearer.offerId()).isEqualTo("aws:use1-az1/a/on_demand");
        assertThat(new BigDecimal(the(dearer.flipsAt()))).isGreaterThan(new BigDecimal("0.10"));
        assertThat(new BigDecimal(the(dearer.flipsAt()))).isLessThanOrEqualTo(new BigDecimal("0.110000100000"));
        assertThat(dearer.becomes()).isEqualTo("aws:use1-az1/b/on_demand");
        assertThat(dearer.explanation())
                .startsWith(
                        "If the price of aws:use1-az1/a/on_demand rose from 0.1 to " + dearer.flipsAt() + " USD/h (+10")
                .endsWith(", aws:use1-az1/b/on_demand would be chosen.");
        assertThat(one(items, "price", Direction.DOWN).offerId()).isEqualTo("aws:use1-az1/b/on_demand");
        assertThat(one(items, "cost_sensitivity", Direction.UP).flips()).isFalse();
        assertThat(counterfactuals.failed(whole, items)).isEmpty();
    }

    /** By hand: one hour of work and five minutes until it begins; without rework the deadline is what both take together. */
    @Test
    void findsTheDeadlineFromWhichNothingFits() {
        Replays.Opened.Whole whole =
                decide(row("aws:us-east-1", "a", 0, "on_demand", "0.10", "0"), spec(0.5, 0.5, false, null, 0, null));

        Counterfactual deadline = one(counterfactuals.of(whole).items(), "deadline", Direction.DOWN);

        assertThat(deadline.current()).isEqualTo("none");
        assertThat(deadline.flipsAt()).isEqualTo("2026-11-23T11:04:59Z");
        assertThat(deadline.becomes()).isNull();
        assertThat(deadline.explanation()).endsWith("nothing would fit any more.");
    }

    @Test
    void findsTheNearestFlipOfWeightsThatTryingEveryValueFinds() {
        String rows = row("aws:us-east-1", "far", 0, "on_demand", "0.1000", "0")
                + row("aws:eu-central-1", "near", 0, "on_demand", "0.1020", "0")
                + row("aws:eu-central-1", "large", 1, "on_demand", "0.1060", "0")
                + row("aws:us-east-1", "spot", 1, "spot", "0.1010", "0.3");
        int flips = 0;
        for (double[] sensitivities : new double[][] {{0.9, 0.1}, {0.1, 0.9}, {0.5, 0.3333}}) {
            Replays.Opened.Whole whole = decide(
                    rows, spec(sensitivities[0], sensitivities[1], true, null, 0, new WorkloadSpec.Place(50.1, 8.7)));
            for (Counterfactual item : counterfactuals.of(whole).items()) {
                if (item.input().endsWith("_sensitivity")) {
                    assertThat(item.flipsAt()).as(item.explanation()).isEqualTo(byTryingAll(whole, item));
                    flips += item.flips() ? 1 : 0;
                }
            }
        }
        assertThat(flips).isPositive();
    }

    @Test
    void everyFlipHoldsAndNothingNearerFlips() {
        Random random = new Random(7);
        int flips = 0;
        for (int i = 0; i < 20; i++) {
            Replays.Opened.Whole whole = random(random);
            List<Counterfactual> items = counterfactuals.of(whole).items();
            assertThat(counterfactuals.failed(whole, items)).isEmpty();
            for (Counterfactual item : items) {
                if (item.input().equals("price") && item.flips()) {
                    flips++;
                    assertNothingNearerFlips(whole, item, random);
                }
            }
        }
        assertThat(flips).isGreaterThan(20);
    }

    private void assertNothingNearerFlips(Replays.Opened.Whole whole, Counterfactual item, Random random) {
        long from = units(item.current());
        long at = units(the(item.flipsAt()));
        for (int i = 0; i < 20; i++) {
            long nearer = from + Math.round((at - from) * random.nextDouble() * 0.999999);
            assertThat(choice(whole, item, OfferPrice.text(nearer)))
                    .as(item.explanation() + " at " + nearer)
                    .isEqualTo(the(whole.decision().offer()).offerId());
        }
    }

    private @Nullable String byTryingAll(Replays.Opened.Whole whole, Counterfactual item) {
        int from = new BigDecimal(item.current()).movePointRight(4).intValueExact();
        int sign = item.direction() == Direction.UP ? 1 : -1;
        int to = item.direction() == Direction.UP ? 10_000 : 0;
        String chosen = the(whole.decision().offer()).offerId();
        for (int value = from; value != to; ) {
            value += sign;
            String text = BigDecimal.valueOf(value, 4).stripTrailingZeros().toPlainString();
            if (!chosen.equals(choice(whole, item, text))) {
                return text;
            }
        }
        return null;
    }

    /** What is chosen with one input at a value, decided without any of the code under test. */
    private static @Nullable String choice(Replays.Opened.Whole whole, Counterfactual item, String value) {
        Knowledge knowledge = whole.knowledge();
        PlacementRequest request = whole.inputs().request();
        WorkloadSpec spec = request.spec();
        switch (item.input()) {
            case "price" -> {
                var offers = knowledge.offers();
                var index = offers.index();
                knowledge = knowledge.withOffers(new io.swen.routing.candidate.OfferIndexes.State.Usable(
                        index.edit()
                                .price(index.find(the(item.offerId())), units(value))
                                .build(),
                        offers.age(),
                        offers.stale()));
            }
            case "cost_sensitivity" ->
                request = request.withSpec(spec(
                        Double.parseDouble(value),
                        spec.latencySensitivity(),
                        spec.interruptible(),
                        spec.dataLocation(),
                        spec.dataSizeGb(),
                        spec.usersLocation()));
            case "latency_sensitivity" ->
                request = request.withSpec(spec(
                        spec.costSensitivity(),
                        Double.parseDouble(value),
                        spec.interruptible(),
                        spec.dataLocation(),
                        spec.dataSizeGb(),
                        spec.usersLocation()));
            default -> throw new IllegalArgumentException(item.input());
        }
        int chosen = whole.engine().choose(knowledge, request);
        return chosen < 0 ? null : knowledge.offers().index().offerId(chosen);
    }

    private Replays.Opened.Whole random(Random random) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            Region region = REGIONS.get(random.nextInt(REGIONS.size()));
            boolean spot = random.nextBoolean();
            rows.append(row(
                    region.id(),
                    "t" + i,
                    random.nextInt(SHAPES.size()),
                    spot ? "spot" : "on_demand",
                    BigDecimal.valueOf(5_000 + random.nextInt(150), 5).toPlainString(),
                    spot ? "0." + (1 + random.nextInt(30)) : "0"));
        }
        return decide(
                rows.toString(),
                spec(
                        random.nextInt(10_001) / 10_000.0,
                        random.nextInt(10_001) / 10_000.0,
                        true,
                        "aws:us-east-1",
                        random.nextInt(30),
                        new WorkloadSpec.Place(random.nextDouble() * 120 - 60, random.nextDouble() * 360 - 180)));
    }

    private static Replays.Opened.Whole decide(String rows, WorkloadSpec spec) {
        PlacementPolicy policy = PlacementPolicy.defaults();
        PlacementEngine engine = new PlacementEngine(policy);
        Knowledge knowledge = Knowledge.of(TestOffers.csv(TestOffers.header() + rows, REGIONS));
        PlacementRequest request = new PlacementRequest(spec, NOW, PlacementRequest.Limits.NONE, List.of());
        DecisionInputs inputs = new DecisionInputs(
                DecisionInputs.ENGINE,
                request,
                0,
                NOW,
                17,
                knowledge.offers().index().fingerprint(),
                false,
                policy,
                Map.of(),
                knowledge.noModel(),
                0);
        PlacementDecision decision =
                PlacementDecision.of(new UUID(0, 1), inputs, engine.place(knowledge, request), null, "sha256:none");
        return new Replays.Opened.Whole(decision, inputs, engine, knowledge);
    }

    private static String row(String region, String type, int shape, String option, String price, String rate) {
        String zone = switch (region) {
            case "aws:us-east-1" -> "aws:use1-az1";
            case "aws:eu-central-1" -> "aws:euc1-az1";
            default -> "alibaba:eu-central-1a";
        };
        return TestOffers.row(region, zone, type, option, SHAPES.get(shape), price, rate);
    }

    private static WorkloadSpec spec(
            double cost,
            double latency,
            boolean interruptible,
            @Nullable String dataLocation,
            double dataSize,
            WorkloadSpec.@Nullable Place users) {
        return new WorkloadSpec(
                "w",
                "team",
                "dev",
                Kind.BATCH,
                new WorkloadSpec.Container("image", List.of(), Map.of(), List.of(), List.of(), 1, null, 20, null),
                2,
                8,
                0,
                null,
                Architecture.AMD64,
                Priority.MEDIUM,
                cost,
                latency,
                null,
                1.0,
                interruptible,
                List.of(),
                List.of(),
                dataLocation,
                dataSize,
                users);
    }

    private static Counterfactual one(List<Counterfactual> items, String input, Direction direction) {
        return items.stream()
                .filter(item -> item.input().equals(input) && item.direction() == direction)
                .findFirst()
                .orElseThrow();
    }

    private static long units(String price) {
        return new BigDecimal(price).movePointRight(12).longValueExact();
    }

    private static <T> T the(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static final class OfferPrice {
        static String text(long units) {
            return BigDecimal.valueOf(units, 12).toPlainString();
        }
    }
}
