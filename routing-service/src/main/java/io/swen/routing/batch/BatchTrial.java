package io.swen.routing.batch;

import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a batch as it would be decided, without storing anything. */
public final class BatchTrial {

    /** Places of a workload that a model is asked about. */
    private static final int JUDGED = 512;

    /**
     * What came out.
     *
     * @param scoring how long every fitting offer of every workload took to be scored
     * @param solving how long it took to choose among them
     * @param candidates fitting offers that no other one of its workload beats in everything, of all workloads together
     * @param kept how many of them the solver got
     * @param offers what each workload got, in the order of {@link #workloads}; null for nothing
     */
    public record Outcome(
            Duration scoring,
            Duration solving,
            String solver,
            double gapPercent,
            double greedyPercent,
            long candidates,
            long kept,
            int placed,
            List<WorkloadSpec> workloads,
            List<@Nullable String> offers) {}

    private BatchTrial() {}

    /**
     * Decides them together.
     *
     * @param limit for solving
     * @param solver whether OR-Tools takes part
     */
    public static Outcome decide(
            PlacementEngine engine,
            Knowledge knowledge,
            List<WorkloadSpec> specs,
            List<Reservations.Capacity> capacities,
            int mostPerZone,
            Instant now,
            Duration limit,
            boolean solver) {
        List<WorkloadSpec> ordered = specs.stream()
                .sorted(Comparator.comparingLong((WorkloadSpec spec) -> -BatchProblem.weight(spec.priority()))
                        .thenComparing(WorkloadSpec::id))
                .toList();
        long begin = System.nanoTime();
        List<PlacementRequest> requests = ordered.stream()
                .map(spec -> new PlacementRequest(spec, now, room(spec, capacities), List.of()))
                .toList();
        AssignmentProblem problem =
                BatchProblem.of(engine, knowledge, requests, capacities, BatchProblem.NO_HURRY, JUDGED, mostPerZone);
        Duration scoring = Duration.ofNanos(System.nanoTime() - begin);
        Assignment found =
                Assignment.of(problem, new Assignment.Effort(limit, DEFAULTS.enough(), DEFAULTS.most(), solver));
        List<@Nullable String> offers = new ArrayList<>();
        for (int offer : found.choice()) {
            offers.add(
                    offer == AssignmentProblem.NONE
                            ? null
                            : knowledge.offers().index().offerId(offer));
        }
        return new Outcome(
                scoring,
                found.time(),
                found.solver(),
                found.gapPercent(),
                found.greedyPercent(),
                found.candidates(),
                found.kept(),
                (int) Arrays.stream(found.choice())
                        .filter(offer -> offer != AssignmentProblem.NONE)
                        .count(),
                ordered,
                offers);
    }

    /** Loads the solver's library, which takes a second or more; false where it cannot be. */
    public static boolean loadSolver() {
        return Scip.isAvailable();
    }

    private static final Assignment.Effort DEFAULTS = new Assignment.Effort(Duration.ofSeconds(8), 0.0001, 6_000, true);

    private static PlacementRequest.Limits room(WorkloadSpec spec, List<Reservations.Capacity> capacities) {
        BigDecimal cost = null;
        Integer vcpus = null;
        Integer gpus = null;
        for (Reservations.Capacity capacity : capacities) {
            if (capacity.isOfMonth()
                    || capacity.provider() != null
                    || !capacity.holdsFor(spec.team(), spec.environment())) {
                continue;
            }
            switch (capacity.resource()) {
                case HOURLY_COST -> cost = cost == null ? capacity.left() : cost.min(capacity.left());
                case VCPUS -> vcpus = less(vcpus, capacity.left().intValue());
                case GPUS -> gpus = less(gpus, capacity.left().intValue());
            }
        }
        return new PlacementRequest.Limits(cost, vcpus, gpus);
    }

    private static Integer less(@Nullable Integer known, int left) {
        return known == null ? Integer.valueOf(left) : Integer.valueOf(Math.min(known, left));
    }
}
