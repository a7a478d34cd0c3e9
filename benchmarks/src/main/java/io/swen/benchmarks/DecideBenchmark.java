package io.swen.benchmarks;

import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.candidate.Region;
import io.swen.routing.placement.CarbonTable;
import io.swen.routing.placement.Factor;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.LatencyMatrix;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.placement.Weights;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long one explained decision takes on one thread, over the whole shipped catalog (at least 100,000 offers), beside a
 * straightforward stream over offer objects that filters, scores and sorts, and gives the same answer.
 *
 * <p>Both decide the same workloads. The baseline does the least that makes a decision: it explains nothing.
 */
public final class DecideBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final int WORKLOADS = 200;
    private static final double HOURS = 8;
    private static final String USAGE = "options: --decisions N (default 3000) --baseline N (default 40)";

    private DecideBenchmark() {}

    public static void main(String[] arguments) {
        Measurement.program(out -> {
            Map<String, String> options;
            try {
                options = Options.values(arguments, "--decisions", "--baseline");
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage() + "; " + USAGE, e);
            }
            run(
                    out,
                    Integer.parseInt(options.getOrDefault("--decisions", "3000")),
                    Integer.parseInt(options.getOrDefault("--baseline", "40")));
        });
    }

    private static void run(PrintStream out, int decisions, int baselines) {
        PriceCatalog catalog = PriceCatalog.load();
        byte[] csv = CatalogCsv.of(catalog, offer -> true).getBytes(StandardCharsets.UTF_8);
        List<Region> regions = new ArrayList<>();
        for (CatalogRegion region : catalog.regions()) {
            regions.add(new Region(
                    region.id(),
                    region.provider().id(),
                    region.city(),
                    region.country(),
                    region.latitude(),
                    region.longitude()));
        }
        long[] rebuilds = new long[5];
        OfferIndex index = null;
        long before = 0;
        for (int i = 0; i < rebuilds.length; i++) {
            index = null;
            before = used();
            long start = System.nanoTime();
            index = OfferIndex.ofCsv(1, new ByteArrayInputStream(csv), regions);
            rebuilds[i] = System.nanoTime() - start;
        }
        Arrays.sort(rebuilds);
        double indexMb = (used() - before) / 1e6;
        if (index == null) {
            throw new IllegalStateException("no index was built");
        }
        Knowledge knowledge = Knowledge.of(new OfferIndexes.State.Usable(index, Duration.ofSeconds(1), false))
                .withLatency(LatencyMatrix.shipped())
                .withCarbon(CarbonTable.shipped());
        PlacementEngine engine = new PlacementEngine(PlacementPolicy.defaults());
        List<PlacementRequest> requests = requests();

        // Warm until the compiler is done with it; then each decision on its own.
        for (int i = 0; i < Math.max(2_000, decisions / 2); i++) {
            engine.place(knowledge, requests.get(i % requests.size()));
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        double[] wall = new double[decisions];
        double[] processor = new double[decisions];
        for (int i = 0; i < decisions; i++) {
            PlacementRequest request = requests.get(i % requests.size());
            long cpu = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            engine.place(knowledge, request);
            wall[i] = (System.nanoTime() - start) / 1e6;
            processor[i] = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
        }
        double allocatedKb = (threads.getCurrentThreadAllocatedBytes() - allocatedBefore) / 1e3 / decisions;
        Arrays.sort(wall);
        Arrays.sort(processor);

        Baseline baseline = new Baseline(knowledge, engine.policy());
        for (int i = 0; i < 5; i++) {
            baseline.best(requests.get(i));
        }
        double[] plain = new double[baselines];
        int same = 0;
        for (int i = 0; i < baselines; i++) {
            PlacementRequest request = requests.get(i % requests.size());
            long start = System.nanoTime();
            String best = baseline.best(request);
            plain[i] = (System.nanoTime() - start) / 1e6;
            Placement placement = engine.place(knowledge, request);
            Offer offer = placement.offer();
            same += best.equals(offer == null ? "" : offer.offerId()) ? 1 : 0;
        }
        Arrays.sort(plain);
        if (same != baselines) {
            throw new IllegalStateException(
                    "the baseline and the engine agree on only " + same + " of " + baselines + " workloads");
        }
        out.printf(Locale.ROOT, "%-44s %10s %10s %10s%n", "one decision, one thread, in ms", "p50", "p99", "most");
        row(out, "engine, explained (wall time)", wall);
        row(out, "engine, explained (processor time)", processor);
        row(out, "stream, filter, score and sort (wall time)", plain);
        out.printf(
                Locale.ROOT,
                "%d offers; %d workloads decided alike by both; %.0f kB allocated a decision; index of %.1f MB, built"
                        + " from CSV in %.0f ms (median of %d)%n%n",
                index.size(),
                same,
                allocatedKb,
                indexMb,
                rebuilds[rebuilds.length / 2] / 1e6,
                rebuilds.length);
        out.printf(
                Locale.ROOT,
                "decide p50_ms=%.2f p99_ms=%.2f cpu_p99_ms=%.2f offers=%d baseline_ratio=%.1f rebuild_ms=%.0f"
                        + " index_mb=%.1f%n",
                at(wall, 0.5),
                at(wall, 0.99),
                at(processor, 0.99),
                index.size(),
                at(plain, 0.5) / at(wall, 0.5),
                rebuilds[rebuilds.length / 2] / 1e6,
                indexMb);
    }

    private static void row(PrintStream out, String what, double[] sorted) {
        out.printf(
                Locale.ROOT,
                "%-44s %10.2f %10.2f %10.2f%n",
                what,
                at(sorted, 0.5),
                at(sorted, 0.99),
                sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    /** Bytes in use after collecting what is not. */
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Workloads of all kinds, most of which fit tens of thousands of offers. */
    private static List<PlacementRequest> requests() {
        SplittableRandom random = new SplittableRandom(42);
        List<PlacementRequest> requests = new ArrayList<>();
        for (int i = 0; i < WORKLOADS; i++) {
            boolean gpu = random.nextInt(10) == 0;
            WorkloadSpec spec = new WorkloadSpec(
                    "w" + i,
                    "research",
                    "dev",
                    Kind.BATCH,
                    new WorkloadSpec.Container(
                            "nginx", List.of(), Map.of(), List.of(), List.of(), 1 + random.nextInt(4), null, 20, null),
                    1 << random.nextInt(5),
                    1 << (1 + random.nextInt(6)),
                    gpu ? 1 : 0,
                    null,
                    Architecture.values()[random.nextInt(3)],
                    Priority.values()[random.nextInt(4)],
                    random.nextInt(11) / 10.0,
                    random.nextInt(11) / 10.0,
                    null,
                    HOURS,
                    random.nextInt(3) > 0,
                    List.of(),
                    List.of(),
                    null,
                    0,
                    random.nextInt(2) == 0
                            ? new WorkloadSpec.Place(random.nextInt(120) - 60, random.nextInt(360) - 180)
                            : null);
            requests.add(new PlacementRequest(spec, NOW, PlacementRequest.Limits.NONE, List.of()));
        }
        return requests;
    }

    /** The same rules over objects, as one would write them first: stream, filter, map, sort, take the first. */
    private static final class Baseline {

        private record Scored(Offer offer, long score) {}

        private final Knowledge knowledge;
        private final PlacementPolicy policy;
        private final List<Offer> offers = new ArrayList<>();
        private final Map<String, Region> regions = new HashMap<>();

        Baseline(Knowledge knowledge, PlacementPolicy policy) {
            this.knowledge = knowledge;
            this.policy = policy;
            OfferIndex index = knowledge.offers().index();
            for (int i = 0; i < index.size(); i++) {
                offers.add(index.offer(i, false));
            }
            index.knownRegions().forEach(region -> regions.put(region.id(), region));
        }

        /** The id of the best offer, or nothing. */
        String best(PlacementRequest request) {
            WorkloadSpec spec = request.spec();
            Weights weights = Weights.of(spec, policy, false);
            double yardstick =
                    knowledge.tariffs().yardstick(spec) * spec.container().replicas() * HOURS;
            Map<String, Double> latencies = new HashMap<>();
            return offers.stream()
                    .filter(offer -> spec.architecture() == Architecture.ANY
                            || offer.architecture().equals(spec.architecture().id()))
                    .filter(offer -> offer.vcpu() >= spec.cpuCores()
                            && offer.memoryGb() >= spec.memoryGb()
                            && offer.gpus() >= spec.gpus())
                    .filter(offer -> spec.interruptible() || offer.purchaseOption() != PurchaseOption.SPOT)
                    .map(offer -> new Scored(offer, score(offer, spec, weights, yardstick, latencies)))
                    .sorted(Comparator.comparingLong(Scored::score)
                            .reversed()
                            .thenComparing(scored -> scored.offer().price().amount())
                            .thenComparing(scored -> scored.offer().priceOrigin())
                            .thenComparing(scored -> scored.offer().zone())
                            .thenComparing(scored -> scored.offer().instanceType())
                            .thenComparing(scored -> scored.offer().purchaseOption()))
                    .findFirst()
                    .map(scored -> scored.offer().offerId())
                    .orElse("");
        }

        private long score(
                Offer offer, WorkloadSpec spec, Weights weights, double yardstick, Map<String, Double> latencies) {
            double hazard =
                    -StrictMath.log(1 - Math.min(Math.round(offer.interruptionRate() * 1_000) / 1_000.0, 0.99)) / 730;
            double rework = hazard * HOURS * (policy.restart().toMillis() / 3_600_000.0 + HOURS / 2);
            int replicas = spec.container().replicas();
            double disks = knowledge.tariffs().storage(offer.provider())
                    * spec.container().diskGb()
                    * replicas
                    * HOURS
                    / 730;
            double total =
                    offer.price().amount().movePointRight(12).longValueExact() * 1e-12 * replicas * (HOURS + rework)
                            + disks;
            double latency = latencies.computeIfAbsent(offer.region(), region -> latency(spec, region));
            double lost = -StrictMath.expm1(-(hazard * HOURS));
            return units(weights, Factor.COST) * Math.round(1e6 * yardstick / (yardstick + total))
                    + units(weights, Factor.LATENCY) * Math.round(1e6 * latency)
                    + units(weights, Factor.RELIABILITY) * Math.round(1e6 * (1 - lost))
                    + units(weights, Factor.PERFORMANCE) * performance(offer, spec);
        }

        private double latency(WorkloadSpec spec, String name) {
            Region region = regions.get(name);
            WorkloadSpec.Place users = spec.usersLocation();
            if (users == null || region == null) {
                return 0.5;
            }
            return 1
                    / (1
                            + knowledge
                                            .latency()
                                            .between(
                                                    users.latitude(),
                                                    users.longitude(),
                                                    region.latitude(),
                                                    region.longitude())
                                            .millis()
                                    / 100);
        }

        private static long performance(Offer offer, WorkloadSpec spec) {
            double sum = headroom(offer.vcpu() / spec.cpuCores()) + headroom(offer.memoryGb() / spec.memoryGb());
            return spec.gpus() == 0
                    ? Math.round(1e6 * sum / 2)
                    : Math.round(1e6 * (sum + spec.gpus() / (double) offer.gpus()) / 3);
        }

        private static double headroom(double ratio) {
            return ratio < 1.25 ? 0.8 + 0.2 * (ratio - 1) / 0.25 : ratio <= 2 ? 1 : 2 / ratio;
        }

        private static long units(Weights weights, Factor factor) {
            return weights.of(factor).unscaledValue().longValue();
        }
    }
}
