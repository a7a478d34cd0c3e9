package io.swen.benchmarks;

import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import io.swen.routing.batch.BatchTrial;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.OfferTables;
import io.swen.routing.candidate.Region;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How well and how fast a batch is decided together: real offers of the shipped price lists, workloads of any size from a seed,
 * eight teams with quotas that leave about two thirds of what everybody would like, and at most a twentieth of the batch in
 * one zone. Greedy, the baseline, decides one after the other by priority; both are measured against the same bound.
 */
public final class BatchBenchmark {

    private static final int TEAMS = 8;
    private static final int SEED = 20_261_128;
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** A quota of one team. */
    private record Quota(String team, Reservations.Resource resource, BigDecimal left)
            implements Reservations.Capacity {

        @Override
        public String name() {
            return team + " " + resource;
        }

        @Override
        public @Nullable String provider() {
            return null;
        }

        @Override
        public boolean isOfMonth() {
            return false;
        }

        @Override
        public boolean holdsFor(String ofTeam, String environment) {
            return team.equals("*") || team.equals(ofTeam);
        }

        @Override
        public double factor(@Nullable Double hours) {
            return 1;
        }
    }

    private BatchBenchmark() {}

    /** Prints a row for each way of deciding, and the figures of the default in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> options = Options.values(arguments, "--workloads", "--offers");
        int workloads = Integer.parseInt(options.getOrDefault("--workloads", "1000"));
        int offers = Integer.parseInt(options.getOrDefault("--offers", "10000"));
        Knowledge knowledge = Knowledge.of(new OfferIndexes.State.Usable(index(offers), Duration.ZERO, false));
        PlacementEngine engine = new PlacementEngine(PlacementPolicy.defaults());
        List<WorkloadSpec> specs = workloads(workloads);
        List<Reservations.Capacity> quotas = quotas(engine, knowledge, specs);
        int mostPerZone = Math.max(1, workloads / 20);
        boolean solver = BatchTrial.loadSolver();
        // The first run warms the machine up and is not shown.
        BatchTrial.decide(engine, knowledge, specs, quotas, mostPerZone, NOW, LIMIT, false);
        long begin = cpu();
        BatchTrial.Outcome without =
                BatchTrial.decide(engine, knowledge, specs, quotas, mostPerZone, NOW, LIMIT, false);
        long middle = cpu();
        BatchTrial.Outcome with = BatchTrial.decide(engine, knowledge, specs, quotas, mostPerZone, NOW, LIMIT, solver);
        long end = cpu();
        out.printf(
                "%-22s %10s %10s %10s %10s %10s %8s%n",
                "", "scoring s", "solving s", "cpu s", "gap %", "candidates", "placed");
        row(out, "prices of capacities", without, middle - begin);
        row(out, "with " + (solver ? "SCIP" : "no solver here"), with, end - middle);
        out.printf(
                Locale.ROOT,
                "%-22s %10s %10s %10s %10.4f %10s %8s%n",
                "one after the other",
                "",
                "",
                "",
                with.greedyPercent(),
                "",
                "");
        out.printf(
                Locale.ROOT,
                "batch workloads=%d offers=%d seconds=%.2f gap_percent=%.4f greedy_percent=%.4f%n",
                workloads,
                knowledge.offers().index().size(),
                seconds(with.scoring()) + seconds(with.solving()),
                with.gapPercent(),
                with.greedyPercent());
    }

    /** What this thread has worked, in nanoseconds; the solver works in it too. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void row(PrintStream out, String what, BatchTrial.Outcome outcome, long cpu) {
        out.printf(
                Locale.ROOT,
                "%-22s %10.2f %10.2f %10.2f %10.4f %10d %8d%n",
                what,
                seconds(outcome.scoring()),
                seconds(outcome.solving()),
                cpu / 1e9,
                outcome.gapPercent(),
                outcome.candidates(),
                outcome.placed());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }

    /** Every so-manieth offer of the shipped price lists, as telemetry-service would give it out. */
    private static OfferIndex index(int wanted) {
        PriceCatalog catalog = PriceCatalog.load();
        List<CatalogOffer> all = List.copyOf(catalog.offers());
        StringBuilder csv =
                new StringBuilder("offer_id,provider,region,zone,instance_type,purchase_option,architecture,vcpu,"
                        + "memory_gb,gpus,gpu_model,gpu_model_origin,price_usd,list_price,list_currency,price_origin,source,simulated,"
                        + "list_as_of,observed_at,received_at,interruption_rate,interruption_origin,available\n");
        double step = Math.max(1, all.size() / (double) wanted);
        for (int i = 0; i < Math.min(wanted, all.size()); i++) {
            append(csv, catalog, all.get((int) (i * step)));
        }
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
        return OfferTables.read(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), 1, regions);
    }

    private static void append(StringBuilder csv, PriceCatalog catalog, CatalogOffer offer) {
        var type = offer.type();
        csv.append(String.join(
                        ",",
                        offer.offerId(),
                        offer.provider().id(),
                        offer.region(),
                        offer.zone(),
                        type.name(),
                        offer.purchaseOption().id(),
                        type.architecture(),
                        Integer.toString(type.vcpu()),
                        Double.toString(type.memoryGib()),
                        Integer.toString(type.gpus()),
                        type.gpuModel() == null ? "" : type.gpuModel(),
                        type.gpuModelOrigin() == null
                                ? ""
                                : type.gpuModelOrigin().id(),
                        catalog.usdPerHour(offer).toPlainString(),
                        offer.price().toPlainString(),
                        offer.currency(),
                        offer.priceOrigin().id(),
                        "\"" + offer.source() + "\"",
                        "true",
                        offer.listAsOf().toString(),
                        "",
                        NOW.toString(),
                        Double.toString(offer.interruptionRate()),
                        offer.interruptionOrigin() == null
                                ? ""
                                : offer.interruptionOrigin().id(),
                        "true"))
                .append('\n');
    }

    private static List<WorkloadSpec> workloads(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<WorkloadSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean gpus = random.nextInt(6) == 0;
            double cores = Math.round((0.5 + Math.pow(2, random.nextDouble(0, 5))) * 10) / 10.0;
            String spec = "{\"id\":\"wl-%04d\",\"team\":\"team-%d\",\"environment\":\"prod\",\"kind\":\"batch\","
                            .formatted(i, random.nextInt(TEAMS))
                    + "\"container\":{\"image\":\"ghcr.io/acme/train:1\",\"command\":[],\"env\":{},\"secrets\":[],"
                    + "\"ports\":[],\"replicas\":" + (1 + random.nextInt(3)) + ",\"disk_gb\":20},"
                    + "\"cpu_cores\":" + cores + ",\"memory_gb\":" + cores * (1 << random.nextInt(1, 4))
                    + ",\"gpus\":" + (gpus ? 1 : 0) + ",\"architecture\":\"" + (random.nextBoolean() ? "any" : "amd64")
                    + "\",\"priority\":\""
                    + Priority.values()[random.nextInt(4)].name().toLowerCase(Locale.ROOT)
                    + "\",\"cost_sensitivity\":" + random.nextDouble() + ",\"latency_sensitivity\":"
                    + random.nextDouble()
                    + ",\"estimated_duration_hours\":" + random.nextDouble(0.5, 72) + ",\"interruptible\":"
                    + random.nextBoolean() + ",\"regions_allowed\":[],\"regions_forbidden\":[],\"data_size_gb\":0,"
                    + "\"users_location\":{\"latitude\":" + random.nextDouble(-40, 60) + ",\"longitude\":"
                    + random.nextDouble(-120, 140) + "}}";
            specs.add(JSON.readValue(spec, WorkloadSpec.class));
        }
        return specs;
    }

    /** Two thirds of what the teams would use if each workload had its best place, and 70 % of what all would spend. */
    private static List<Reservations.Capacity> quotas(
            PlacementEngine engine, Knowledge knowledge, List<WorkloadSpec> specs) {
        double[] vcpus = new double[TEAMS];
        double[] cost = new double[TEAMS];
        double all = 0;
        BatchTrial.Outcome free =
                BatchTrial.decide(engine, knowledge, specs, List.of(), specs.size(), NOW, LIMIT, false);
        for (int i = 0; i < free.workloads().size(); i++) {
            String id = free.offers().get(i);
            if (id != null) {
                WorkloadSpec spec = free.workloads().get(i);
                int team = Integer.parseInt(spec.team().substring("team-".length()));
                int replicas = spec.container().replicas();
                OfferIndex index = knowledge.offers().index();
                int offer = index.find(id);
                double price = index.price(offer) / 1e12 * replicas;
                vcpus[team] += (double) index.shape(index.shapeOf(offer)).vcpu() * replicas;
                cost[team] += price;
                all += price;
            }
        }
        List<Reservations.Capacity> quotas = new ArrayList<>();
        for (int team = 0; team < TEAMS; team++) {
            quotas.add(new Quota(
                    "team-" + team, Reservations.Resource.VCPUS, BigDecimal.valueOf(Math.round(vcpus[team] * 2 / 3))));
            quotas.add(new Quota(
                    "team-" + team, Reservations.Resource.HOURLY_COST, BigDecimal.valueOf(cost[team] * 2 / 3)));
        }
        quotas.add(new Quota("*", Reservations.Resource.HOURLY_COST, BigDecimal.valueOf(all * 0.7)));
        return quotas;
    }
}
