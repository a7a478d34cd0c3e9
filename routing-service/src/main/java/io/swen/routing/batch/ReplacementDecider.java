package io.swen.routing.batch;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.decision.BatchDecisions;
import io.swen.routing.decision.Relocations;
import io.swen.routing.decision.ReplacementAnswer;
import io.swen.routing.decision.ReplacementGroups;
import io.swen.routing.decision.ReplacementOrder;
import io.swen.routing.decision.ReplacementOrders;
import io.swen.routing.decision.Replacements;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.placement.BatchShare;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides an order of replacements like a batch: the places are computed together on what quotas and budgets leave, then all of
 * it is stored in one transaction, in which what has moved on meanwhile is left alone. What the joint solution has no place for
 * is decided by itself once more.
 */
@Service
class ReplacementDecider {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacementDecider.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 5;
    /** Spot instances are taken back so long after they are told of it. */
    private static final Duration NOTICE = Duration.ofMinutes(2);
    /** Within that, the last thousandth of a joint solution is not worth waiting for. */
    private static final Duration COMPUTING = Duration.ofSeconds(1);

    /** Of a soft order, how much dearer the new place may be. */
    private static final BigDecimal SOFT_PREMIUM = new BigDecimal("1.25");

    private final ReplacementOrders orders;
    private final Replacements replacements;
    private final RunningPlacements placements;
    private final Workloads workloads;
    private final Reservations reservations;
    private final BatchDecisions decisions;
    private final PlacementEngine engine;
    private final KnowledgeSource knowledge;
    private final BatchProperties properties;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ReplacementDecider(
            ReplacementOrders orders,
            Replacements replacements,
            RunningPlacements placements,
            Workloads workloads,
            Reservations reservations,
            BatchDecisions decisions,
            PlacementEngine engine,
            KnowledgeSource knowledge,
            BatchProperties properties,
            TransactionTemplate transactions,
            Clock clock) {
        this.orders = orders;
        this.replacements = replacements;
        this.placements = placements;
        this.workloads = workloads;
        this.reservations = reservations;
        this.decisions = decisions;
        this.engine = engine;
        this.knowledge = knowledge;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What was computed for an order before anything of it is stored: places by workload. */
    private record Joint(
            Map<String, String> offers, @Nullable BatchShare share) {}

    /** Decides the oldest order that waits; false when there is none. */
    boolean decideNext(OfferIndexes.State.Usable offers) {
        Optional<ReplacementOrders.Waiting> claimed = orders.claim(LEASE);
        if (claimed.isEmpty()) {
            return false;
        }
        ReplacementOrder order = claimed.get().order();
        try {
            Knowledge known = knowledge.with(offers);
            Joint joint = order.mode() == ReplacementOrder.Mode.REPLACE
                            && order.items().size() > 1
                    ? compute(order, known)
                    : new Joint(Map.of(), null);
            transactions.executeWithoutResult(status -> store(order, known, joint));
        } catch (RuntimeException e) {
            int attempts = claimed.get().attempts();
            LOG.warn("replacements {} could not be decided at attempt {}", order.requestId(), attempts, e);
            if (attempts >= ATTEMPTS) {
                giveUp(order, e);
            } else {
                orders.yield(order.requestId(), properties.look());
            }
        }
        return true;
    }

    private void giveUp(ReplacementOrder order, RuntimeException why) {
        transactions.executeWithoutResult(status -> {
            if (orders.lockWaiting(order.requestId())) {
                orders.answer(
                        order,
                        new ReplacementAnswer(
                                order.requestId(),
                                List.of(),
                                order.items().stream()
                                        .map(item -> new ReplacementAnswer.Refused(
                                                item.workloadId(), "deciding it failed: " + why))
                                        .toList()),
                        Map.of());
            }
        });
    }

    private Joint compute(ReplacementOrder order, Knowledge known) {
        record Start(List<PlacementRequest> requests, List<Reservations.Capacity> capacities) {}
        Start start = Objects.requireNonNull(transactions.execute(status -> {
            Reservations.Ledger ledger = reservations.open(scope(order));
            List<PlacementRequest> requests = new ArrayList<>();
            Set<String> regions = replacements.regions(order);
            for (Workload workload : byPriority(running(order).values())) {
                WorkloadSpec spec = workload.spec();
                WorkloadSpec placed = spec.outside(regions);
                requests.add(new PlacementRequest(
                        order.noSpot() ? placed.uninterruptible() : placed,
                        clock.instant(),
                        limits(ledger, spec),
                        replacements.excluded(order, workload)));
            }
            return new Start(requests, ledger.capacities());
        }));
        int size = start.requests().size();
        if (size < 2) {
            return new Joint(Map.of(), null);
        }
        // What is lost together should not be lost together again.
        AssignmentProblem problem = BatchProblem.of(
                engine,
                known,
                start.requests(),
                start.capacities(),
                room(),
                properties.judged(),
                Math.max(2, Math.ceilDiv(size, 2)));
        Assignment assignment = Assignment.of(
                problem,
                new Assignment.Effort(COMPUTING, properties.gap(), properties.candidates(), properties.solver()));
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < size; i++) {
            int offer = assignment.choice()[i];
            if (offer != AssignmentProblem.NONE) {
                places.put(
                        start.requests().get(i).spec().id(),
                        known.offers().index().offerId(offer));
            }
        }
        return new Joint(
                places,
                new BatchShare(
                        order.requestId(),
                        size,
                        BigDecimal.valueOf(assignment.gapPercent()).setScale(4, RoundingMode.CEILING),
                        assignment.solver(),
                        BigDecimal.valueOf(assignment.time().toMillis(), 3)));
    }

    /** How many launches are left of what a region can do within a notice. */
    private ToIntFunction<String> room() {
        Map<String, Integer> sent = orders.launches(clock.instant().minus(NOTICE));
        return region -> Math.max(0, properties.launches() - sent.getOrDefault(region, 0));
    }

    private void store(ReplacementOrder order, Knowledge known, Joint joint) {
        if (!orders.lockWaiting(order.requestId())) {
            return;
        }
        Map<String, Integer> launches = new HashMap<>();
        List<ReplacementAnswer.Placed> placed = new ArrayList<>();
        List<ReplacementAnswer.Refused> refused = new ArrayList<>();
        ReplacementGroups groups = new ReplacementGroups(order.requestId());
        Map<String, Workload> running = running(order);
        Set<String> regions = replacements.regions(order);
        Map<String, String> artifacts = decisions.keep(known);
        Reservations.Ledger ledger = reservations.open(scope(order));
        for (ReplacementOrder.Item item : order.items()) {
            if (!running.containsKey(item.workloadId())) {
                refused.add(new ReplacementAnswer.Refused(item.workloadId(), "it does not run at that place any more"));
            }
        }
        for (Workload workload : byPriority(running.values())) {
            switch (decide(order, workload, regions, known, artifacts, ledger, groups, joint)) {
                case Relocations.Outcome.Decided decided -> {
                    placed.add(new ReplacementAnswer.Placed(
                            workload.id(), decided.decisionId(), decided.offer().offerId()));
                    launches.merge(
                            decided.offer().region(),
                            workload.spec().container().replicas(),
                            Integer::sum);
                }
                case Relocations.Outcome.Refused no ->
                    refused.add(new ReplacementAnswer.Refused(workload.id(), no.why()));
            }
        }
        replacements.handOver(groups);
        orders.answer(order, new ReplacementAnswer(order.requestId(), placed, refused), launches);
    }

    private Relocations.Outcome decide(
            ReplacementOrder order,
            Workload workload,
            Set<String> regions,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            ReplacementGroups groups,
            Joint joint) {
        RunningPlacement now = placements.find(workload.id()).orElse(null);
        if (now == null) {
            return new Relocations.Outcome.Refused("it does not run");
        }
        WorkloadSpec spec = workload.spec();
        switch (order.mode()) {
            case RESTART -> {
                return replacements.decide(
                        order,
                        workload,
                        spec,
                        List.of(),
                        Set.of(),
                        null,
                        now.offerId(),
                        placement -> null,
                        known,
                        artifacts,
                        ledger,
                        groups);
            }
            case SCALE -> {
                int replicas = spec.container().replicas() + order.replicasBy();
                if (replicas < 1 || replicas > 100) {
                    return new Relocations.Outcome.Refused(
                            "it would have " + replicas + " replicas, allowed: 1 to 100");
                }
                return replacements.decide(
                        order,
                        workload,
                        spec.withNeeds(spec.cpuCores(), spec.memoryGb(), replicas),
                        replacements.excluded(order, workload),
                        regions,
                        null,
                        null,
                        placement -> null,
                        known,
                        artifacts,
                        ledger,
                        groups);
            }
            case REPLACE -> {
                List<String> excluded = replacements.excluded(order, workload);
                String place = joint.offers().get(workload.id());
                BatchShare share = joint.share();
                if (place != null && share != null) {
                    Relocations.Outcome outcome = replacements.decide(
                            order,
                            workload,
                            spec,
                            excluded,
                            regions,
                            new PlacementRequest.Assigned(
                                    place,
                                    "what it would use of quotas, budgets, its zone or the launches of its region serves the others better elsewhere",
                                    share),
                            null,
                            judge(order, now),
                            known,
                            artifacts,
                            ledger,
                            groups);
                    if (outcome instanceof Relocations.Outcome.Decided) {
                        return outcome;
                    }
                }
                return replacements.decide(
                        order,
                        workload,
                        spec,
                        excluded,
                        regions,
                        null,
                        null,
                        judge(order, now),
                        known,
                        artifacts,
                        ledger,
                        groups);
            }
        }
        throw new IllegalStateException("mode " + order.mode());
    }

    private static Relocations.Judge judge(ReplacementOrder order, RunningPlacement now) {
        if (!order.soft()) {
            return placement -> null;
        }
        BigDecimal most = now.hourlyCost().amount().multiply(SOFT_PREMIUM);
        return placement -> {
            Money cost = placement.hourlyCost();
            return cost == null || cost.amount().compareTo(most) <= 0
                    ? null
                    : "nothing is lost yet, and the best place elsewhere costs " + cost + " an hour, more than "
                            + Money.usd(most);
        };
    }

    /** What still runs at the places that are in danger, by workload; locked in the order of their ids, like everywhere. */
    private Map<String, Workload> running(ReplacementOrder order) {
        Map<String, Workload> running = new LinkedHashMap<>();
        order.items().stream()
                .sorted(Comparator.comparing(ReplacementOrder.Item::workloadId))
                .forEach(item -> workloads
                        .lock(item.workloadId())
                        .filter(workload -> workload.state() == WorkloadState.RUNNING
                                && !workload.cancelRequested()
                                && item.decisionId().equals(workload.decisionId())
                                && workload.spec().team().equals(order.team())
                                && workload.spec().environment().equals(order.environment()))
                        .ifPresent(workload -> running.put(workload.id(), workload)));
        return running;
    }

    private static List<Workload> byPriority(java.util.Collection<Workload> all) {
        return all.stream()
                .sorted(Comparator.comparingLong((Workload workload) ->
                                -BatchProblem.weight(workload.spec().priority()))
                        .thenComparing(Workload::id))
                .toList();
    }

    private static Set<Reservations.Scope> scope(ReplacementOrder order) {
        return Set.of(new Reservations.Scope(order.team(), order.environment()));
    }

    private static PlacementRequest.Limits limits(Reservations.Ledger ledger, WorkloadSpec spec) {
        Reservations.Room room = ledger.room(spec.team(), spec.environment(), spec.estimatedDurationHours());
        return new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf());
    }
}
