package io.swen.routing.rightsizing;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Shape;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.optimisation.Draft;
import io.swen.routing.optimisation.Recommendation.Evidence;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.Level;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.optimisation.Recommendation.Risk;
import io.swen.routing.optimisation.Recommendations;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Finds what is paid for nothing among everything that runs in the accounts: idle, orphaned and oversized instances. */
@Component
class Waste {

    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
    private static final int MONEY_DIGITS = 6;

    /**
     * An instance of the inventory.
     *
     * @param monthlyCost in USD; null where its offer is not known
     * @param idle whether its measurements say that it does nothing; false where nothing was measured
     */
    private record Instance(
            String subject,
            String offerId,
            String region,
            String instanceId,
            boolean managed,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String workload,
            @Nullable BigDecimal monthlyCost,
            Instant launchedAt,
            boolean idle,
            String idleReason,
            Duration measured,
            double cpuMax) {}

    private final TelemetryUsage telemetry;
    private final Recommendations recommendations;
    private final Workloads workloads;
    private final RightSizingProperties properties;
    private final MeterRegistry metrics;
    private final Clock clock;

    /** What was recommended in the last round, so that what does not hold any more is withdrawn. */
    private Set<Map.Entry<Kind, String>> before = new HashSet<>();

    Waste(
            TelemetryUsage telemetry,
            Recommendations recommendations,
            Workloads workloads,
            RightSizingProperties properties,
            MeterRegistry metrics,
            Clock clock) {
        this.telemetry = telemetry;
        this.recommendations = recommendations;
        this.workloads = workloads;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Looks at everything that runs; fails where telemetry-service does not answer, and then changes nothing. */
    void round(Knowledge knowledge) {
        Instant now = clock.instant();
        List<Instance> all = read();
        Map<String, Workloads.Standing> standings = workloads.standings(all.stream()
                .map(Instance::workload)
                .filter(java.util.Objects::nonNull)
                .distinct()
                .toList());
        List<Draft> drafts = new ArrayList<>();
        Map<String, List<Instance>> ofWorkload = new HashMap<>();
        for (Instance instance : all) {
            String workload = instance.workload();
            Workloads.Standing standing = workload == null ? null : standings.get(workload);
            if (instance.managed() && (standing == null || standing.state().isTerminal())) {
                // The inventory still knows what was taken down a moment ago.
                Instant alone = standing == null || standing.since().isBefore(instance.launchedAt())
                        ? instance.launchedAt()
                        : standing.since();
                if (Duration.between(alone, now).compareTo(properties.orphanedAfter()) >= 0) {
                    add(drafts, orphaned(instance, standing == null ? null : standing.state()));
                }
            } else if (instance.managed() && workload != null) {
                ofWorkload.computeIfAbsent(workload, id -> new ArrayList<>()).add(instance);
            } else if (isIdle(instance)) {
                add(drafts, idle(instance.subject(), List.of(instance), null));
            } else {
                add(drafts, oversized(knowledge.offers().index(), instance));
            }
        }
        // A workload is idle when all of it is.
        ofWorkload.forEach((id, instances) -> {
            Workloads.Standing standing = standings.get(id);
            if (standing != null
                    && standing.state() == WorkloadState.RUNNING
                    && instances.stream().allMatch(this::isIdle)) {
                add(drafts, idle(id, instances, id));
            }
        });
        Set<Map.Entry<Kind, String>> found = new HashSet<>();
        for (Draft draft : drafts) {
            recommendations.propose(draft);
            count(draft.kind());
            found.add(Map.entry(draft.kind(), draft.subject()));
        }
        before.stream()
                .filter(each -> !found.contains(each))
                .forEach(each -> recommendations.withdraw(each.getKey(), each.getValue(), "it does not hold any more"));
        before = found;
    }

    private List<Instance> read() {
        List<Instance> all = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = telemetry.inventory(cursor);
            page.path("items").forEach(item -> all.add(instance(item)));
            cursor = page.path("next").isString() ? page.path("next").asString() : null;
        } while (cursor != null && all.size() < properties.mostInstances());
        return all;
    }

    private boolean isIdle(Instance instance) {
        return instance.idle() && instance.measured().compareTo(properties.idleFor()) >= 0;
    }

    private @Nullable Draft idle(String subject, List<Instance> instances, @Nullable String workload) {
        Instance first = instances.getFirst();
        BigDecimal month = monthly(instances);
        if (month == null) {
            return null;
        }
        Money saving = money(month);
        return new Draft(
                Kind.IDLE,
                subject,
                workload,
                workload == null ? first.instanceId() : null,
                first.team(),
                first.environment(),
                saving,
                saving,
                saving,
                new Risk(
                        Level.MEDIUM,
                        null,
                        "it may wait for something that comes seldom; it was watched for " + first.measured()),
                (workload == null ? "the instance" : "each of its " + instances.size() + " instances")
                        + " does nothing: " + first.idleReason(),
                evidence(first, instances.size()),
                workload == null ? null : Proposal.toEnd());
    }

    private @Nullable Draft orphaned(Instance instance, @Nullable WorkloadState state) {
        BigDecimal month = instance.monthlyCost();
        if (month == null) {
            return null;
        }
        Money saving = money(month);
        String workload = instance.workload();
        return new Draft(
                Kind.ORPHANED,
                instance.subject(),
                state == null ? null : workload,
                instance.instanceId(),
                instance.team(),
                instance.environment(),
                saving,
                saving,
                saving,
                new Risk(Level.LOW, null, "nothing is to run there any more"),
                workload == null
                        ? "SWEN started the instance, and it names no workload"
                        : state == null
                                ? "SWEN started the instance for " + workload + ", which is not known"
                                : "SWEN started the instance for " + workload + ", which is " + state.id(),
                evidence(instance, 1),
                state == null ? null : Proposal.toEnd());
    }

    /** The cheapest type in the same zone that has its memory and at most the processors that it needs. */
    private @Nullable Draft oversized(OfferIndex index, Instance instance) {
        BigDecimal month = instance.monthlyCost();
        int at = index.find(instance.offerId());
        if (month == null
                || at < 0
                || instance.measured().compareTo(properties.idleFor()) < 0
                || Double.isNaN(instance.cpuMax())) {
            return null;
        }
        Shape shape = index.shape(index.shapeOf(at));
        double needed = instance.cpuMax() / 100 * shape.vcpu() / properties.target();
        if (needed > shape.vcpu() / 2.0) {
            return null;
        }
        int best = -1;
        String zone = instance.offerId().substring(0, instance.offerId().indexOf('/') + 1);
        for (int offer = 0; offer < index.size(); offer++) {
            Shape other = index.shape(index.shapeOf(offer));
            if (index.regionOf(offer) == index.regionOf(at)
                    && other.vcpu() >= needed
                    && other.vcpu() < shape.vcpu()
                    && other.memoryGb() >= shape.memoryGb()
                    && other.gpus() == shape.gpus()
                    && other.architecture().equals(shape.architecture())
                    && index.isSpot(offer) == index.isSpot(at)
                    && index.isOnDemand(offer) == index.isOnDemand(at)
                    && index.isAvailable(offer)
                    && (best < 0 || index.price(offer) < index.price(best))
                    && index.offerId(offer).startsWith(zone)) {
                best = offer;
            }
        }
        if (best < 0) {
            return null;
        }
        BigDecimal hourly = OfferIndex.amount(index.price(at)).subtract(OfferIndex.amount(index.price(best)));
        if (hourly.doubleValue()
                < properties.leastSaving() * OfferIndex.amount(index.price(at)).doubleValue()) {
            return null;
        }
        Money saving = money(hourly.multiply(HOURS_A_MONTH));
        Shape smaller = index.shape(index.shapeOf(best));
        return new Draft(
                Kind.OVERSIZED,
                instance.subject(),
                null,
                instance.instanceId(),
                instance.team(),
                instance.environment(),
                saving,
                saving,
                saving,
                new Risk(
                        Level.MEDIUM,
                        null,
                        "only means of its processors are measured, and nothing of its memory, which a smaller type would keep"),
                String.format(
                        Locale.ROOT,
                        "%s has %d processors and never used more than %.2f in %s; %s has %d and as much memory",
                        shape.instanceType(),
                        shape.vcpu(),
                        instance.cpuMax() / 100 * shape.vcpu(),
                        instance.measured(),
                        smaller.instanceType(),
                        smaller.vcpu()),
                List.of(
                        new Evidence("offer", instance.offerId()),
                        new Evidence("smaller_offer", index.offerId(best)),
                        new Evidence("cpu_max_percent", String.format(Locale.ROOT, "%.1f", instance.cpuMax()))),
                null);
    }

    private static List<Evidence> evidence(Instance instance, int instances) {
        return List.of(
                new Evidence("offer", instance.offerId()),
                new Evidence("region", instance.region()),
                new Evidence("instances", Integer.toString(instances)),
                new Evidence("launched_at", instance.launchedAt().toString()));
    }

    private static @Nullable BigDecimal monthly(List<Instance> instances) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Instance each : instances) {
            BigDecimal cost = each.monthlyCost();
            if (cost == null) {
                return null;
            }
            sum = sum.add(cost);
        }
        return sum;
    }

    private static Instance instance(JsonNode item) {
        JsonNode use = item.path("utilisation");
        String region = item.path("region").asString();
        String id = item.path("instance_id").asString();
        return new Instance(
                region + "/" + id,
                item.path("zone").asString() + "/" + item.path("instance_type").asString() + "/"
                        + item.path("purchase_option").asString(),
                region,
                id,
                item.path("managed").asBoolean(),
                optional(item, "team"),
                optional(item, "environment"),
                optional(item, "workload"),
                item.at("/monthly_cost/amount").isString()
                        ? new BigDecimal(item.at("/monthly_cost/amount").asString())
                        : null,
                Instant.parse(item.path("launched_at").asString()),
                item.at("/idle_hint/idle").asBoolean(false),
                item.at("/idle_hint/reason").asString(""),
                use.isObject()
                        ? Duration.between(
                                Instant.parse(use.path("from").asString()),
                                Instant.parse(use.path("to").asString()))
                        : Duration.ZERO,
                use.path("cpu_max").asDouble(Double.NaN));
    }

    private static @Nullable String optional(JsonNode item, String field) {
        return item.path(field).isString() ? item.path(field).asString() : null;
    }

    private static void add(List<Draft> drafts, @Nullable Draft draft) {
        if (draft != null) {
            drafts.add(draft);
        }
    }

    private static Money money(BigDecimal usd) {
        return Money.usd(usd.setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN));
    }

    private void count(Kind kind) {
        metrics.counter(RoutingMetric.RIGHT_SIZING.id(), "outcome", kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
