package io.swen.routing.batch;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Shape;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Puts a batch into numbers. The value of a place is the weight of the workload's priority (low 1, medium 2, high 4,
 * critical 8) times 1 + its score: that a workload has a place is worth as much as the best score.
 *
 * <p>Costs are whole billionths of a USD per hour, a budget's whole millionths of a USD, uses rounded up and what is left
 * rounded down, so that what fits here fits there.
 */
final class BatchProblem {

    static final long VALUE_UNITS = 1_000_000;
    /** What is not needed at a moment may be launched later. */
    static final ToIntFunction<String> NO_HURRY = region -> Integer.MAX_VALUE;

    private static final int COST_DECIMALS = 9;
    private static final int AMOUNT_DECIMALS = 6;
    private static final long COST_PER_AMOUNT = 1_000;
    private static final double MOST = 1e15;

    private final PlacementEngine engine;
    private final Knowledge knowledge;
    private final List<Reservations.Capacity> capacities;
    private final int judged;
    /** Regions that cannot launch all of the batch. */
    private final int[] limited;

    private final boolean spread;
    private final List<String> names = new ArrayList<>();
    private final long[] left;
    private final int firstZone;

    private BatchProblem(
            PlacementEngine engine,
            Knowledge knowledge,
            List<Reservations.Capacity> capacities,
            int judged,
            ToIntFunction<String> launches,
            List<PlacementRequest> requests,
            int mostPerZone) {
        this.engine = engine;
        this.knowledge = knowledge;
        this.capacities = capacities;
        this.judged = judged;
        this.spread = mostPerZone < requests.size();
        int wanted = requests.stream()
                .mapToInt(request -> request.spec().container().replicas())
                .sum();
        OfferIndex index = knowledge.offers().index();
        this.limited = IntStream.range(0, index.regions())
                .filter(region -> launches.applyAsInt(index.regionName(region)) < wanted)
                .toArray();
        this.firstZone = capacities.size() + limited.length;
        this.left = new long[firstZone + (spread ? index.zones() : 0)];
        for (int row = 0; row < capacities.size(); row++) {
            names.add(capacities.get(row).name());
            left[row] = units(capacities.get(row));
        }
        for (int region : limited) {
            String name = index.regionName(region);
            left[names.size()] = launches.applyAsInt(name);
            names.add("the launches that " + name + " takes in time");
        }
        for (int zone = 0; spread && zone < index.zones(); zone++) {
            names.add("the spread of the batch over zones (" + index.zoneName(zone) + ")");
            left[firstZone + zone] = mostPerZone;
        }
    }

    /**
     * The problem of what is asked for each workload.
     *
     * @param launches how many replicas a region can launch in time
     */
    static AssignmentProblem of(
            PlacementEngine engine,
            Knowledge knowledge,
            List<PlacementRequest> requests,
            List<Reservations.Capacity> capacities,
            ToIntFunction<String> launches,
            int judged,
            int mostPerZone) {
        BatchProblem problem = new BatchProblem(engine, knowledge, capacities, judged, launches, requests, mostPerZone);
        return new AssignmentProblem(requests.stream().map(problem::item).toList(), problem.names, problem.left);
    }

    /** What is left, in the units of the problem. */
    static long units(Reservations.Capacity capacity) {
        BigDecimal left = capacity.left();
        BigDecimal units = switch (capacity.resource()) {
            case HOURLY_COST -> left.movePointRight(capacity.isOfMonth() ? AMOUNT_DECIMALS : COST_DECIMALS);
            case VCPUS, GPUS -> left;
        };
        return units.setScale(0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(MOST))
                .longValue();
    }

    static long weight(Priority priority) {
        return switch (priority) {
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 4;
            case CRITICAL -> 8;
        };
    }

    private AssignmentProblem.Item item(PlacementRequest request) {
        WorkloadSpec spec = request.spec();
        PlacementEngine.Fitting fitting = engine.fitting(knowledge, request, judged);
        OfferIndex index = knowledge.offers().index();
        int[] rows = new int[capacities.size()];
        double[] factors = new double[rows.length];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            Reservations.Capacity capacity = capacities.get(row);
            double factor = capacity.holdsFor(spec.team(), spec.environment())
                    ? capacity.factor(spec.estimatedDurationHours())
                    : 0;
            if (factor > 0) {
                rows[count] = row;
                factors[count++] = factor;
            }
        }
        int[] ofItem = Arrays.copyOf(rows, count + limited.length);
        for (int r = 0; r < limited.length; r++) {
            ofItem[count + r] = capacities.size() + r;
        }
        int[] offers = fitting.offers();
        int replicas = spec.container().replicas();
        long[] values = new long[offers.length];
        long[] uses = new long[offers.length * ofItem.length];
        int[] zones = new int[offers.length];
        for (int i = 0; i < offers.length; i++) {
            values[i] = value(spec, fitting.scores()[i]);
            zones[i] = spread ? firstZone + index.zoneOf(offers[i]) : AssignmentProblem.NONE;
            Shape shape = index.shape(index.shapeOf(offers[i]));
            for (int r = 0; r < count; r++) {
                uses[i * ofItem.length + r] =
                        use(capacities.get(ofItem[r]), factors[r], index, offers[i], shape, replicas);
            }
            for (int r = 0; r < limited.length; r++) {
                uses[i * ofItem.length + count + r] = index.regionOf(offers[i]) == limited[r] ? replicas : 0;
            }
        }
        return new AssignmentProblem.Item(
                        ofItem,
                        offers,
                        values,
                        uses,
                        zones,
                        fitting.leftOut() == 0 ? 0 : value(spec, fitting.leftOut()))
                .undominated();
    }

    private static long value(WorkloadSpec spec, long score) {
        return weight(spec.priority())
                * (VALUE_UNITS + Math.max(0, score / (PlacementEngine.SCORE_UNITS / VALUE_UNITS)));
    }

    private static long use(
            Reservations.Capacity capacity, double factor, OfferIndex index, int offer, Shape shape, int replicas) {
        if (capacity.provider() != null && !capacity.provider().equals(shape.provider())) {
            return 0;
        }
        return switch (capacity.resource()) {
            case VCPUS -> (long) shape.vcpu() * replicas;
            case GPUS -> (long) shape.gpus() * replicas;
            case HOURLY_COST -> {
                long perUnit = 1;
                for (int i = COST_DECIMALS; i < OfferIndex.MONEY_SCALE; i++) {
                    perUnit *= 10;
                }
                long cost = Math.ceilDiv(Math.multiplyExact(index.price(offer), (long) replicas), perUnit);
                yield capacity.isOfMonth()
                        ? (long) Math.min(MOST * 2, Math.ceil(cost * factor / COST_PER_AMOUNT * (1 + 1e-12)))
                        : cost;
            }
        };
    }
}
