package io.swen.benchmarks;

import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import io.swen.catalog.Provider;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.Region;
import io.swen.routing.model.LearnedModel;
import io.swen.routing.model.Sample;
import io.swen.routing.outcome.PlacementFeatures;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.LaunchSpec;
import io.swen.simulator.fleet.NoSpotCapacityException;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.SpotQuote;
import io.swen.simulator.scenario.ScenarioEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's markets, scenarios and fleet at full speed, with workloads that the real engine places; time moves in steps of
 * ten minutes.
 *
 * <p>A place is metered as the service's own meter does it: by the prices of its time, from running to its end.
 */
final class OutcomeWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int PER_STEP = 2;
    private static final Set<String> REGIONS = Set.of("aws:us-west-2", "aws:us-east-1", "alibaba:cn-hangzhou");
    private static final Set<String> FAMILIES = Set.of(
            "m7i", "m6i", "c7i", "c6i", "r7i", "r6i", "m7g", "c7g", "c6g", "ecs.g7", "ecs.c7", "ecs.g8i", "ecs.c8i");
    private static final int MOST_TRIES = 5;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final String ACCOUNT = "000000000000";

    /** By day, over and over: what the weather of the week is. */
    private static final List<String> WEEK = List.of(
            "steady",
            "spot-storm",
            "spot-storm",
            "price-war",
            "spot-storm",
            "spot-storm",
            "price-war",
            "spot-storm",
            "spot-storm",
            "spot-storm",
            "steady",
            "steady",
            "steady",
            "steady");

    /** What became of one decision. */
    record Known(Sample sample, String scenario, boolean modelUsed) {}

    private record Ending(
            Instant at, Known outcome, @Nullable Job again) {}

    private record Job(WorkloadSpec spec, List<String> lost, int tries) {}

    private static final class Steered extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Path folder;
    private final Steered wall = new Steered();
    private final PriceCatalog catalog = PriceCatalog.load();
    private final ScenarioEngine weather;
    private final Fleet fleet;
    private final Map<Provider, Market> markets;
    private final OfferIndex base;
    private final Pool[] pools;
    private final PlacementEngine engine = new PlacementEngine(PlacementPolicy.defaults());
    private final SplittableRandom random;
    private final long seed;
    private int decisions;
    private int serial;

    OutcomeWorld(long seed) throws IOException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        folder = Files.createTempDirectory("swen-outcomes");
        SimulatedClock clock = new SimulatedClock(wall, folder.resolve("clock"), 1);
        weather = new ScenarioEngine(clock, folder.resolve("scenarios.json"));
        fleet = new Fleet(folder.resolve("fleet.mv"), clock, seed, weather);
        markets = Map.of(
                Provider.AWS, new Market(catalog, Provider.AWS, seed, weather),
                Provider.ALIBABA, new Market(catalog, Provider.ALIBABA, seed, weather));
        weather.attach(fleet, markets, Map.of(Provider.AWS, ACCOUNT, Provider.ALIBABA, ACCOUNT));
        base = index();
        pools = new Pool[base.size()];
        for (int offer = 0; offer < pools.length; offer++) {
            pools[offer] = pool(base.offerId(offer));
        }
    }

    int decisions() {
        return decisions;
    }

    /** Lets days pass; outcomes come in the order in which places end. */
    void run(int days, Supplier<@Nullable LearnedModel> model, Consumer<Known> outcomes) {
        PriorityQueue<Ending> ends = new PriorityQueue<>(Comparator.comparing(Ending::at));
        List<Job> waiting = new ArrayList<>();
        String scenario = WEEK.getFirst();
        int steps = (int) (Duration.ofDays(days).dividedBy(STEP));
        int perDay = (int) Duration.ofDays(1).dividedBy(STEP);
        for (int step = 0; step < steps; step++) {
            wall.now = START.plus(STEP.multipliedBy(step));
            if (step % perDay == 0) {
                scenario = WEEK.get(step / perDay % WEEK.size());
                weather.stop();
                if (weather.start(scenario, seed + step).isEmpty()) {
                    throw new IllegalStateException(scenario + " could not be started");
                }
            }
            while (!ends.isEmpty() && !ends.peek().at().isAfter(wall.now)) {
                Ending ending = ends.remove();
                outcomes.accept(ending.outcome());
                if (ending.again() != null) {
                    waiting.add(ending.again());
                }
            }
            for (int i = 0; i < PER_STEP; i++) {
                waiting.add(new Job(workload(), List.of(), 0));
            }
            Knowledge knowledge = knowledge(model.get());
            for (Job job : waiting) {
                Ending ending = place(knowledge, job, scenario);
                if (ending != null) {
                    ends.add(ending);
                }
            }
            waiting.clear();
        }
    }

    private Knowledge knowledge(@Nullable LearnedModel model) {
        OfferIndex.Edit edit = base.edit();
        for (int offer = 0; offer < pools.length; offer++) {
            if (base.isSpot(offer)) {
                Pool pool = pools[offer];
                boolean there = pool.hasSpotCapacity(wall.now);
                edit.available(offer, there);
                SpotQuote quote = pool.spotAt(wall.now).orElse(null);
                if (quote != null) {
                    edit.price(offer, units(usd(quote.price(), pool.currency())));
                }
            }
        }
        Knowledge known = Knowledge.of(new OfferIndexes.State.Usable(edit.build(), Duration.ZERO, false));
        return model == null ? known : known.withPredictor(model);
    }

    private @Nullable Ending place(Knowledge knowledge, Job job, String scenario) {
        PlacementRequest request = new PlacementRequest(job.spec(), wall.now, PlacementRequest.Limits.NONE, job.lost());
        Offer offer = engine.place(knowledge, request).offer();
        decisions++;
        if (offer == null) {
            return null;
        }
        OfferIndex index = knowledge.offers().index();
        int ordinal = index.find(offer.offerId());
        double[] row = PlacementFeatures.of(job.spec());
        PlacementFeatures.fill(row, index, ordinal);
        boolean used = knowledge.modelUse().used();
        // From the decision through the pipeline to the launch; what the pipeline of the platform was seen to take.
        Instant launch = wall.now.plusMillis(15_000 + random.nextInt(45_000));
        Pool pool = pools[ordinal];
        boolean spot = index.isSpot(ordinal);
        double hours = PlacementFeatures.horizon(job.spec());
        SimInstance instance;
        try {
            instance = fleet.launch(launchOf(pool, spot, hours), launch)
                    .instances()
                    .getFirst();
        } catch (NoSpotCapacityException gone) {
            return lost(job, offer, row, used, scenario, launch, null, null);
        }
        Instant end = Instant.MAX;
        if (instance.workEndsAt() != null) {
            end = instance.workEndsAt();
        }
        boolean interrupted = spot
                && instance.interruptedAt() != null
                && instance.interruptedAt().isBefore(end);
        if (interrupted) {
            end = java.util.Objects.requireNonNull(instance.interruptedAt());
        }
        Instant began = instance.runningAt();
        if (!began.isBefore(end)) {
            return lost(job, offer, row, used, scenario, end, null, null);
        }
        double ran = Duration.between(began, end).toMillis() / MILLIS_PER_HOUR;
        double realised = spot
                ? cost(pool, began, end)
                : usd(pool.onDemandPrice(), pool.currency()).doubleValue() * ran;
        double ratio = realised / (offer.price().amount().doubleValue() * ran);
        double queued = Duration.between(wall.now, began).toMillis() / 1_000.0;
        if (interrupted) {
            return lost(job, offer, row, used, scenario, end, ratio, queued);
        }
        Sample sample = new Sample(row, offer.zone(), wall.now, end, ratio, false, queued);
        return new Ending(end, new Known(sample, scenario, used), null);
    }

    private Ending lost(
            Job job,
            Offer offer,
            double[] row,
            boolean used,
            String scenario,
            Instant at,
            @Nullable Double ratio,
            @Nullable Double queued) {
        Sample sample = new Sample(row, offer.zone(), wall.now, at, ratio, true, queued);
        List<String> lost = new ArrayList<>(job.lost());
        lost.add(offer.offerId());
        Job again = job.tries() + 1 < MOST_TRIES ? new Job(job.spec(), lost, job.tries() + 1) : null;
        return new Ending(at, new Known(sample, scenario, used), again);
    }

    /** The prices of the time, as a meter adds them up. */
    private double cost(Pool pool, Instant from, Instant to) {
        List<SpotQuote> quotes = pool.spotBetween(from, to, Integer.MAX_VALUE);
        double sum = 0;
        Instant until = to;
        for (SpotQuote quote : quotes) {
            Instant since = quote.since().isAfter(from) ? quote.since() : from;
            sum += usd(quote.price(), pool.currency()).doubleValue()
                    * Duration.between(since, until).toMillis()
                    / MILLIS_PER_HOUR;
            until = since;
        }
        return sum;
    }

    private LaunchSpec launchOf(Pool pool, boolean spot, double hours) {
        serial++;
        return new LaunchSpec(
                pool.provider(),
                ACCOUNT,
                pool.region(),
                pool,
                1,
                "ami-12345678",
                spot,
                null,
                true,
                false,
                "outcome-" + serial,
                Map.of(),
                "SWEN_ESTIMATED_DURATION=" + Duration.ofSeconds((long) (hours * 3_600)),
                null,
                Integer.toString(serial));
    }

    private WorkloadSpec workload() {
        boolean west = random.nextInt(10) < 6;
        int cpu = 1 << random.nextInt(1, 5);
        boolean checkpoints = random.nextBoolean();
        return new WorkloadSpec(
                "outcome-" + decisions + "-" + random.nextInt(1_000_000),
                "research",
                "dev",
                Kind.BATCH,
                new WorkloadSpec.Container(
                        "ghcr.io/acme/train:1.4",
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        1,
                        null,
                        20,
                        checkpoints
                                ? new WorkloadSpec.Checkpoint(URI.create("s3://acme/ckpt"), Duration.ofMinutes(15))
                                : null),
                cpu,
                cpu * (random.nextBoolean() ? 2 : 4),
                0,
                null,
                random.nextInt(4) == 0 ? Architecture.ANY : Architecture.AMD64,
                Priority.values()[random.nextInt(Priority.values().length)],
                0.5 + random.nextDouble() / 2,
                0,
                null,
                (double) random.nextInt(1, 13),
                random.nextInt(5) > 0,
                west ? List.of("aws:us-west-2") : List.copyOf(REGIONS),
                List.of(),
                null,
                0,
                null);
    }

    private OfferIndex index() {
        String csv = CatalogCsv.of(catalog, offer -> {
            String type = offer.type().name();
            return REGIONS.contains(offer.region())
                    && FAMILIES.contains(type.substring(0, type.lastIndexOf('.')))
                    && offer.type().vcpu() <= 32;
        });
        List<Region> regions =
                catalog.regions().stream().map(OutcomeWorld::region).toList();
        return OfferIndex.ofCsv(1, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), regions);
    }

    private static Region region(CatalogRegion region) {
        return new Region(
                region.id(),
                region.provider().id(),
                region.city(),
                region.country(),
                region.latitude(),
                region.longitude());
    }

    private Pool pool(String offerId) {
        String[] parts = offerId.split("/", -1);
        int colon = parts[0].indexOf(':');
        Provider provider = parts[0].startsWith("aws") ? Provider.AWS : Provider.ALIBABA;
        String zone = parts[0].substring(colon + 1);
        return java.util.Objects.requireNonNull(markets.get(provider)).regions().stream()
                .flatMap(region -> region.pool(zone, parts[1]).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no market sells " + offerId));
    }

    private BigDecimal usd(BigDecimal price, String currency) {
        return catalog.exchangeRate().toBase(price, currency);
    }

    private static long units(BigDecimal usd) {
        return usd.movePointRight(OfferIndex.MONEY_SCALE).longValue();
    }

    @Override
    public void close() throws IOException {
        fleet.close();
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
