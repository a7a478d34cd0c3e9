package io.swen.routing.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.json.ContentHash;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.TestOffers;
import io.swen.routing.placement.PlacementRequest.Limits;
import io.swen.routing.placement.PlacementRequest.Neighbour;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadSpec.Affinity;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every placement, over worlds of some dozens of offers in which every constraint comes up. */
class PlacementPropertiesTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<Region> REGIONS = List.of(
            new Region("aws:us-east-1", "aws", "Ashburn", "US", 39.04, -77.49),
            new Region("aws:eu-central-1", "aws", "Frankfurt", "DE", 50.11, 8.68),
            new Region("alibaba:eu-central-1", "alibaba", "Frankfurt", "DE", 50.11, 8.68),
            new Region("alibaba:cn-hangzhou", "alibaba", "Hangzhou", "CN", 30.27, 120.15));
    /** The last one's place is not known. */
    private static final List<String> NAMES = List.of(
            "aws:us-east-1", "aws:eu-central-1", "alibaba:eu-central-1", "alibaba:cn-hangzhou", "aws:xx-north-9");
    /** Types whose network is in the list, and one of the other provider, whose is not. */
    private static final List<String> AWS_SHAPES = List.of(
            "m7i.large,amd64,2,8.0,0,,",
            "m7i.xlarge,amd64,4,16.0,0,,",
            "m7g.xlarge,arm64,4,16.0,0,,",
            "c7i.4xlarge,amd64,16,32.0,0,,",
            "g5.xlarge,amd64,4,16.0,1,A10G,listed");

    private static final List<String> ALIBABA_SHAPES = List.of(
            "ecs.g7.large,amd64,2,8.0,0,,",
            "ecs.g7.2xlarge,amd64,8,32.0,0,,",
            "ecs.gn7.xlarge,amd64,4,16.0,1,A10,simulated");

    private record Row(
            String region, String zone, String shape, String option, long price, double rate, boolean available) {

        String id() {
            return zone + "/" + shape.split(",", 2)[0] + "/" + option;
        }

        String csv(long times, String currency, String rate) {
            String[] parts = shape.split(",", 2);
            String usd = BigDecimal.valueOf(price * times, 6).toPlainString();
            String list = BigDecimal.valueOf(price * times, 6)
                    .multiply(new BigDecimal(rate))
                    .toPlainString();
            return zone + "/" + parts[0] + "/" + option + "," + region.substring(0, region.indexOf(':')) + "," + region
                    + "," + zone + "," + parts[0] + "," + option + "," + parts[1] + "," + usd + "," + list + ","
                    + currency + ",listed,test,false,2026-11-01,,2026-11-23T10:00:00Z," + this.rate + ","
                    + (option.equals("spot") ? "derived" : "") + "," + available + "\n";
        }
    }

    /** A world made from a seed. */
    private record World(List<Row> rows, PlacementRequest request, PlacementPolicy policy, Knowledge knowledge) {

        World with(List<Row> others) {
            return new World(others, request, policy, knowledge.withOffers(offers(others, 1, "USD", "1")));
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    @Property(tries = 150)
    void decidesWhatTheRulesSayWhenTheyAreFollowedPlainly(@ForAll("seeds") long seed) {
        World world = world(seed, true);
        List<NaivePlacement.Judged> expected =
                new NaivePlacement(world.knowledge(), world.request(), world.policy()).ranking();
        Placement placement = place(world);

        if (expected.isEmpty()) {
            assertThat(placement.offer()).isNull();
            return;
        }
        List<String> ranked = new ArrayList<>();
        ranked.add(offer(placement).offerId());
        List<BigDecimal> scores = new ArrayList<>();
        scores.add(placement.score());
        placement.alternatives().forEach(alternative -> {
            ranked.add(alternative.offer().offerId());
            scores.add(alternative.score());
        });
        assertThat(ranked)
                .isEqualTo(expected.stream()
                        .limit(ranked.size())
                        .map(judged -> judged.offer().offerId())
                        .toList());
        assertThat(scores)
                .isEqualTo(expected.stream()
                        .limit(ranked.size())
                        .map(judged -> BigDecimal.valueOf(judged.score(), PlacementEngine.SCORE_SCALE))
                        .toList());
        assertThat(ranked.size())
                .isEqualTo(Math.min(expected.size(), 1 + world.policy().alternatives()));
        if (world.request().spec().zoneSpread() != null
                && world.request().spec().zoneSpread() > 1) {
            assertThat(placement.zones())
                    .isEqualTo(expected.getFirst().zones().stream()
                            .map(Offer::zone)
                            .toList());
        } else {
            assertThat(placement.eligible()).isEqualTo(expected.size());
        }
    }

    @Property(tries = 150)
    void neverPlacesOnAnOfferThatBreaksAConstraint(@ForAll("seeds") long seed) {
        World world = world(seed, true);
        Placement placement = place(world);
        NaivePlacement naive = new NaivePlacement(world.knowledge(), world.request(), world.policy());
        OfferIndex index = world.knowledge().offers().index();
        List<Offer> named = new ArrayList<>();
        if (placement.offer() != null) {
            named.add(placement.offer());
            for (String zone : placement.zones()) {
                String id = placement.offer().offerId();
                named.add(index.offer(index.find(zone + id.substring(id.indexOf('/'))), false));
            }
        }
        placement.alternatives().forEach(alternative -> named.add(alternative.offer()));
        for (Offer offer : named) {
            int at = index.find(offer.offerId());
            assertThat(naive.whyNot(offer, index.shape(index.shapeOf(at)).networkGbps()))
                    .as(offer.offerId())
                    .isNull();
            assertThat(index.isAvailable(at)).isTrue();
        }
        assertThat(new HashSet<>(placement.zones())).hasSameSizeAs(placement.zones());
        if (placement.offer() != null && world.request().spec().zoneSpread() != null) {
            assertThat(Math.max(1, placement.zones().size()))
                    .isGreaterThanOrEqualTo(world.request().spec().zoneSpread());
        }
        assertThat(placement.contributions().stream()
                        .map(Placement.Contribution::contribution)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(placement.score());
        assertThat(placement.exclusions().stream()
                                .mapToInt(Placement.Exclusion::offers)
                                .sum()
                        + placement.eligible())
                .isEqualTo(placement.candidates());
    }

    /** With a spread over zones the values are means, rounded to a millionth, so that the score may lose up to that. */
    @Property(tries = 150)
    void moreOffersNeverMakeTheBestScoreWorse(
            @ForAll("seeds") long seed, @ForAll @IntRange(min = 0, max = 90) int left) {
        World world = world(seed, false);
        Random random = new Random(seed);
        String runsOn = world.request().runsOn();
        // What it runs on stays: without it, nothing would tell what leaving it strands.
        List<Row> fewer = world.rows().stream()
                .filter(row -> row.id().equals(runsOn) || random.nextInt(100) >= left)
                .toList();
        if (fewer.isEmpty()) {
            return;
        }
        BigDecimal rounding =
                world.request().spec().zoneSpread() == null ? BigDecimal.ZERO : new BigDecimal("0.000001");

        assertThat(place(world).score().add(rounding))
                .isGreaterThanOrEqualTo(place(world.with(fewer)).score());
    }

    @Property(tries = 100)
    void anOfferThatIsNotChosenChangesNothingByLeaving(@ForAll("seeds") long seed) {
        World world = world(seed, true);
        Placement before = place(world);
        Offer chosen = before.offer();
        if (chosen == null || !before.zones().isEmpty() || before.alternatives().isEmpty()) {
            return;
        }
        String lost = before.alternatives().getFirst().offer().offerId();
        Placement after = place(world.with(
                world.rows().stream().filter(row -> !lost.equals(row.id())).toList()));
        assertThat(offer(after).offerId()).isEqualTo(chosen.offerId());
        assertThat(after.score()).isEqualTo(before.score());
    }

    @Property(tries = 100)
    void scalingAllPricesChangesNoRankingOfCost(
            @ForAll("seeds") long seed, @ForAll @IntRange(min = 2, max = 500) int times) {
        World world = world(seed, false);
        PlacementRequest request = withoutMoney(world.request());
        Knowledge plain = world.knowledge().withAgreements(Agreements.NONE);
        Knowledge scaled =
                plain.withOffers(offers(world.rows(), times, "USD", "1")).withTariffs(scaled(times));
        PlacementEngine engine = new PlacementEngine(world.policy());

        Map<String, Double> costs = costs(plain, request, world.policy());
        Map<String, Double> more = costs(scaled, request, world.policy());
        assertThat(more.keySet()).isEqualTo(costs.keySet());
        List<String> byCost = costs.keySet().stream()
                .sorted(java.util.Comparator.comparing(costs::get))
                .toList();
        for (int i = 1; i < byCost.size(); i++) {
            // What costs the same may come out either way in the last bit.
            assertThat(Objects.requireNonNull(more.get(byCost.get(i))))
                    .as("%s after %s", byCost.get(i), byCost.get(i - 1))
                    .isGreaterThanOrEqualTo(Objects.requireNonNull(more.get(byCost.get(i - 1))) * (1 - 1e-12));
        }
        // Even the scores are the same, but for the rounding of a value.
        assertThat(engine.place(scaled, request).score())
                .isCloseTo(
                        engine.place(plain, request).score(),
                        org.assertj.core.api.Assertions.within(new BigDecimal("0.000002")));
    }

    @Property(tries = 60)
    void itDoesNotMatterInWhichCurrencyAProviderSellsIt(@ForAll("seeds") long seed) {
        World world = world(seed, true);
        Placement dollars = place(world);
        Placement yuan = new PlacementEngine(world.policy())
                .place(world.knowledge().withOffers(offers(world.rows(), 1, "CNY", "7.12")), world.request());

        assertThat(yuan.score()).isEqualTo(dollars.score());
        assertThat(yuan.summary()).isEqualTo(dollars.summary());
        assertThat(yuan.contributions()).isEqualTo(dollars.contributions());
    }

    private static Map<String, Double> costs(Knowledge knowledge, PlacementRequest request, PlacementPolicy policy) {
        Map<String, Double> costs = new TreeMap<>();
        new NaivePlacement(knowledge, request, policy)
                .ranking()
                .forEach(judged -> costs.put(judged.offer().offerId(), judged.total()));
        return costs;
    }

    private static Tariffs scaled(int times) {
        BigDecimal factor = BigDecimal.valueOf(times);
        Tariffs shipped = Tariffs.shipped();
        Map<String, Map<String, Tariffs.Price>> transfer = new TreeMap<>();
        shipped.transfer().forEach((from, prices) -> {
            Map<String, Tariffs.Price> more = new TreeMap<>();
            prices.forEach(
                    (to, price) -> more.put(to, new Tariffs.Price(price.usd().multiply(factor), price.listed())));
            transfer.put(from, more);
        });
        Map<String, Tariffs.Storage> storage = new TreeMap<>();
        shipped.storage().forEach((provider, disks) -> {
            BigDecimal price = disks.usdPerGbMonth();
            storage.put(
                    provider,
                    new Tariffs.Storage(
                            price == null ? null : price.multiply(factor),
                            disks.largestGb(),
                            disks.source(),
                            disks.asOf()));
        });
        return new Tariffs(
                transfer,
                storage,
                shipped.reference().stream()
                        .map(type -> new Tariffs.Reference(
                                type.architecture(),
                                type.vcpu(),
                                type.memoryGb(),
                                type.gpus(),
                                type.gpuModel(),
                                type.usd().multiply(factor)))
                        .toList());
    }

    /** Without limits in money, which scale with nothing, and without data to a region that no list knows. */
    private static PlacementRequest withoutMoney(PlacementRequest request) {
        WorkloadSpec spec = request.spec();
        boolean unknown = "aws:xx-north-9".equals(spec.dataLocation());
        return new PlacementRequest(
                new WorkloadSpec(
                        spec.id(),
                        spec.team(),
                        spec.environment(),
                        spec.kind(),
                        spec.container(),
                        spec.cpuCores(),
                        spec.memoryGb(),
                        spec.gpus(),
                        spec.gpuModel(),
                        spec.architecture(),
                        spec.priority(),
                        spec.costSensitivity(),
                        spec.latencySensitivity(),
                        spec.deadline(),
                        spec.estimatedDurationHours(),
                        spec.interruptible(),
                        spec.regionsAllowed(),
                        List.of("aws:xx-north-9"),
                        unknown ? null : spec.dataLocation(),
                        unknown ? 0 : spec.dataSizeGb(),
                        spec.usersLocation()),
                request.now(),
                new Limits(null, request.limits().vcpus(), request.limits().gpus()),
                request.lostOffers());
    }

    private static Offer offer(Placement placement) {
        return java.util.Objects.requireNonNull(placement.offer());
    }

    private static Placement place(World world) {
        return new PlacementEngine(world.policy()).place(world.knowledge(), world.request());
    }

    private static OfferIndexes.State.Usable offers(List<Row> rows, long times, String currency, String rate) {
        StringBuilder csv = new StringBuilder(TestOffers.header());
        rows.forEach(row -> csv.append(row.csv(times, currency, rate)));
        return TestOffers.csv(csv.toString(), REGIONS);
    }

    private static World world(long seed, boolean withModel) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (String region : NAMES) {
            for (int zone = 1; zone <= 3; zone++) {
                for (String shape : region.startsWith("aws") ? AWS_SHAPES : ALIBABA_SHAPES) {
                    for (String option : List.of("on_demand", "spot")) {
                        if (random.nextInt(3) > 0) {
                            rows.add(new Row(
                                    region,
                                    region + "-z" + zone,
                                    shape,
                                    option,
                                    // Few different prices, so that equals come up.
                                    10_000L * (1 + random.nextInt(60)),
                                    option.equals("spot") ? random.nextInt(40) / 100.0 : 0,
                                    random.nextInt(10) > 0));
                        }
                    }
                }
            }
        }
        rows.add(new Row(
                "aws:us-east-1", "aws:us-east-1-z1", "m7a.large,amd64,2,8.0,0,,", "on_demand", 99_000, 0, true));
        WorkloadSpec spec = spec(random);
        Map<String, Neighbour> neighbours = new TreeMap<>();
        if (random.nextBoolean()) {
            neighbours.put("other", new Neighbour("aws", "aws:us-east-1", List.of("aws:us-east-1-z1")));
        }
        if (random.nextBoolean()) {
            neighbours.put(
                    "third", new Neighbour("alibaba", "alibaba:eu-central-1", List.of("alibaba:eu-central-1-z2")));
        }
        Limits limits = new Limits(
                one(random, 4) ? BigDecimal.valueOf(random.nextInt(200), 2) : null,
                one(random, 6) ? random.nextInt(40) : null,
                one(random, 6) ? random.nextInt(4) : null,
                one(random, 6) ? Map.of("aws", BigDecimal.valueOf(random.nextInt(200), 2)) : null);
        PlacementRequest request = new PlacementRequest(
                spec,
                NOW,
                limits,
                one(random, 4) ? List.of("aws:us-east-1-z1/m7i.large/on_demand", "no/such/offer") : List.of(),
                neighbours,
                one(random, 3) ? "aws:us-east-1-z2/m7i.xlarge/on_demand" : null);
        List<PlacementPolicy.Barred> barred = new ArrayList<>();
        if (one(random, 5)) {
            barred.add(new PlacementPolicy.Barred(null, "aws:eu-central-1", one(random, 2) ? "m7i" : null, "test"));
        }
        if (one(random, 8)) {
            barred.add(new PlacementPolicy.Barred("alibaba", null, one(random, 2) ? "ecs.g7" : null, "test"));
        }
        PlacementPolicy policy = new PlacementPolicy(
                0.3 + random.nextInt(6) / 10.0,
                1 + random.nextInt(8),
                "aws:us-east-1",
                Duration.ofMinutes(5),
                Duration.ofMinutes(6),
                0.5 + random.nextInt(6) / 10.0,
                "test",
                barred);
        Knowledge knowledge = Knowledge.of(offers(rows, 1, "USD", "1"))
                .withAgreements(agreements(random))
                .withLatency(LatencyMatrix.shipped())
                .withCarbon(CarbonTable.shipped());
        return new World(
                rows,
                request,
                policy,
                withModel && one(random, 2) ? knowledge.withPredictor(new ByName(random.nextBoolean())) : knowledge);
    }

    private static boolean one(Random random, int in) {
        return random.nextInt(in) == 0;
    }

    private static Agreements agreements(Random random) {
        List<Agreements.Discount> discounts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            discounts.add(new Agreements.Discount(
                    "discount " + i,
                    Agreements.Kind.values()[random.nextInt(3)],
                    random.nextBoolean() ? "aws" : "alibaba",
                    one(random, 2) ? NAMES.get(random.nextInt(NAMES.size())) : null,
                    one(random, 2) ? "m7i" : null,
                    one(random, 3) ? PurchaseOption.SPOT : null,
                    BigDecimal.valueOf(50 + random.nextInt(50), 2),
                    LocalDate.of(2026, 1, 1),
                    one(random, 4) ? LocalDate.of(2026, 11, 1) : null));
        }
        List<Agreements.Commitment> commitments = new ArrayList<>();
        if (one(random, 2)) {
            commitments.add(new Agreements.Commitment(
                    "plan",
                    "aws",
                    one(random, 2) ? "aws:us-east-1" : null,
                    one(random, 2) ? "m7i" : null,
                    BigDecimal.valueOf(1 + random.nextInt(100), 2),
                    LocalDate.of(2026, 1, 1),
                    LocalDate.of(2026, 11, 23 + random.nextInt(7))));
        }
        return new Agreements(discounts, commitments);
    }

    private static WorkloadSpec spec(Random random) {
        int replicas = 1 + random.nextInt(5);
        int gpus = one(random, 4) ? 1 : 0;
        boolean service = random.nextBoolean();
        return new WorkloadSpec(
                "w",
                "research",
                "dev",
                service ? Kind.SERVICE : Kind.BATCH,
                new WorkloadSpec.Container(
                        "nginx",
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        replicas,
                        null,
                        one(random, 10) ? 4_000 : 20,
                        one(random, 3)
                                ? new WorkloadSpec.Checkpoint(URI.create("s3://acme/ckpt"), Duration.ofMinutes(20))
                                : null),
                1 + random.nextInt(4),
                1 + random.nextInt(16),
                gpus,
                gpus > 0 && random.nextBoolean() ? (random.nextBoolean() ? "A10G" : "a10") : null,
                Architecture.values()[random.nextInt(3)],
                Priority.values()[random.nextInt(4)],
                random.nextInt(11) / 10.0,
                random.nextInt(11) / 10.0,
                one(random, 4) ? NOW.plus(Duration.ofMinutes(random.nextInt(2_000))) : null,
                service ? null : Double.valueOf(1 + random.nextInt(30)),
                random.nextInt(3) > 0,
                one(random, 5) ? List.of(NAMES.get(random.nextInt(5)), NAMES.get(random.nextInt(5))) : List.of(),
                one(random, 5) ? List.of(NAMES.get(random.nextInt(5))) : List.of(),
                one(random, 3) ? NAMES.get(random.nextInt(5)) : null,
                random.nextInt(50),
                one(random, 2) ? new WorkloadSpec.Place(random.nextInt(120) - 60, random.nextInt(360) - 180) : null,
                one(random, 5) ? Double.valueOf(1 + random.nextInt(8)) : null,
                one(random, 5) ? List.of(random.nextBoolean() ? "european-union" : "CN", "north-america") : List.of(),
                one(random, 4) ? Integer.valueOf(1 + random.nextInt(Math.min(3, replicas))) : null,
                one(random, 6) ? List.of(new Affinity("other", scope(random))) : List.of(),
                one(random, 6) ? List.of(new Affinity("third", scope(random))) : List.of(),
                one(random, 5) ? Double.valueOf(random.nextInt(100) / 100.0) : null,
                one(random, 5) ? new Money(BigDecimal.valueOf(1 + random.nextInt(200), 2), "USD") : null,
                one(random, 3) ? Double.valueOf(random.nextInt(11) / 10.0) : null);
    }

    private static WorkloadSpec.Scope scope(Random random) {
        return WorkloadSpec.Scope.values()[random.nextInt(3)];
    }

    /** Judges offers by their ids, so that it knows nothing that the engine could know. */
    private record ByName(boolean tight) implements OutcomePredictor {

        @Override
        public ModelUse use() {
            return new ModelUse(true, "a test's");
        }

        @Override
        public Scorer scorer(OfferIndex index, PlacementRequest request) {
            return new Scorer() {
                @Override
                public long millionths(int offer) {
                    return Math.floorMod(index.offerId(offer).hashCode() * 31L, tight ? 300_001 : 1_000_001);
                }

                @Override
                public long upperBound() {
                    return tight ? 300_000 : 1_000_000;
                }
            };
        }

        @Override
        public String explain(OfferIndex index, PlacementRequest request, int offer) {
            return "as a test says";
        }

        @Override
        public String id() {
            return ContentHash.of(bytes());
        }

        @Override
        public byte[] bytes() {
            return "by name".getBytes(StandardCharsets.UTF_8);
        }
    }
}
