package io.swen.routing.batch;

import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.decision.BatchDecisions;
import io.swen.routing.placement.BatchShare;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.Workloads;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides a batch in two steps: it is computed on what quotas and budgets leave at that moment, without keeping anybody from
 * them; then all of it is stored in one transaction, in which what others have taken meanwhile is left out.
 */
@Service
class BatchDecider {

    private static final Logger LOG = LoggerFactory.getLogger(BatchDecider.class);
    private static final int PERCENT_DECIMALS = 4;

    private final BatchStore store;
    private final Workloads workloads;
    private final Reservations reservations;
    private final BatchDecisions decisions;
    private final PlacementEngine engine;
    private final KnowledgeSource knowledge;
    private final BatchProperties properties;
    private final TransactionTemplate transactions;
    private final Clock clock;

    BatchDecider(
            BatchStore store,
            Workloads workloads,
            Reservations reservations,
            BatchDecisions decisions,
            PlacementEngine engine,
            KnowledgeSource knowledge,
            BatchProperties properties,
            TransactionTemplate transactions,
            Clock clock) {
        this.store = store;
        this.workloads = workloads;
        this.reservations = reservations;
        this.decisions = decisions;
        this.engine = engine;
        this.knowledge = knowledge;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Decides the oldest batch that waits; false when there is none. */
    boolean decideNext(OfferIndexes.State.Usable offers) {
        Optional<Batch> claimed = transactions.execute(status -> store.claim(properties.lease()));
        if (claimed == null || claimed.isEmpty()) {
            return false;
        }
        Batch batch = claimed.get();
        if (batch.attempts() > properties.attempts()) {
            transactions.executeWithoutResult(status -> {
                if (store.lockWaiting(batch.id()).isPresent()) {
                    workloads.decideSingly(batch.id());
                    store.end(batch.id(), Batch.State.DECIDED_SINGLY, clock.instant(), null);
                }
            });
            return true;
        }
        try {
            Plan plan = plan(batch, knowledge.with(offers));
            transactions.executeWithoutResult(status -> store(batch, plan));
        } catch (RuntimeException e) {
            LOG.warn("batch {} could not be decided at attempt {}", batch.id(), batch.attempts(), e);
            // Sooner than the lease, which is for those who cannot say so any more.
            transactions.executeWithoutResult(status -> store.yield(batch.id(), properties.look()));
        }
        return true;
    }

    private Plan plan(Batch batch, Knowledge known) {
        record Start(
                List<Workload> workloads, List<PlacementRequest> requests, List<Reservations.Capacity> capacities) {}
        // What is left is read and let go at once: computing takes seconds, and others decide meanwhile.
        Start start = Objects.requireNonNull(transactions.execute(status -> {
            List<Workload> waiting = ordered(workloads.waitingInBatch(batch.id(), false));
            Reservations.Ledger ledger = reservations.open(scopes(waiting));
            Instant now = clock.instant();
            List<PlacementRequest> requests = waiting.stream()
                    .map(Workload::spec)
                    .map(spec -> new PlacementRequest(spec, now, limits(ledger, spec), List.of()))
                    .toList();
            return new Start(waiting, requests, ledger.capacities());
        }));
        AssignmentProblem problem = BatchProblem.of(
                engine,
                known,
                start.requests(),
                start.capacities(),
                BatchProblem.NO_HURRY,
                properties.judged(),
                batch.mostPerZone());
        return new Plan(known, start.workloads(), problem, Assignment.of(problem, properties.effort()));
    }

    private void store(Batch batch, Plan plan) {
        if (store.lockWaiting(batch.id()).isEmpty()) {
            return;
        }
        Map<String, Workload> waiting = workloads.waitingInBatch(batch.id(), true).stream()
                .collect(Collectors.toMap(Workload::id, workload -> workload));
        Map<String, String> artifacts = decisions.keep(plan.knowledge());
        Reservations.Ledger ledger = reservations.open(scopes(List.copyOf(waiting.values())));
        long[] left = plan.leftOf(ledger.capacities());
        Assignment assignment = plan.assignment();
        int[] choice = fitted(plan, waiting.keySet(), left);
        long value = 0;
        for (int i = 0; i < choice.length; i++) {
            value += choice[i] == AssignmentProblem.NONE
                    ? 0
                    : plan.problem().items().get(i).value(choice[i]);
        }
        BatchShare share = new BatchShare(
                batch.id(), batch.size(), percent(assignment.bound(), value), assignment.solver(), seconds(assignment));
        List<BatchResult.Unplaced> unplaced = new ArrayList<>();
        for (int i = 0; i < choice.length; i++) {
            Workload workload = waiting.get(plan.workloads().get(i).id());
            if (workload == null) {
                continue;
            }
            AssignmentProblem.Item item = plan.problem().items().get(i);
            boolean placed = choice[i] != AssignmentProblem.NONE;
            String because = placed
                    ? "what it would use of quotas, budgets or its zone serves the batch better elsewhere"
                    : noPlace(plan.problem(), item, left);
            String offer = placed ? plan.knowledge().offers().index().offerId(item.id(choice[i])) : null;
            decisions.assign(
                    workload,
                    plan.knowledge(),
                    artifacts,
                    ledger,
                    new PlacementRequest.Assigned(offer, because, share));
            if (!placed) {
                unplaced.add(new BatchResult.Unplaced(workload.id(), because));
            }
        }
        store.end(
                batch.id(),
                Batch.State.DECIDED,
                clock.instant(),
                new BatchResult(
                        assignment.solver(),
                        percent(assignment.bound(), value),
                        percent(assignment.bound(), assignment.greedyValue()),
                        seconds(assignment),
                        assignment.candidates(),
                        waiting.size() - unplaced.size(),
                        unplaced));
    }

    /** The places that were computed, for who still waits; what no longer fits takes the best that does. */
    private static int[] fitted(Plan plan, Set<String> waiting, long[] left) {
        int[] choice = new int[plan.workloads().size()];
        List<AssignmentProblem.Item> items = plan.problem().items();
        for (int i = 0; i < choice.length; i++) {
            int id = plan.assignment().choice()[i];
            choice[i] = id == AssignmentProblem.NONE
                            || !waiting.contains(plan.workloads().get(i).id())
                    ? AssignmentProblem.NONE
                    : items.get(i).find(id);
            if (choice[i] != AssignmentProblem.NONE && items.get(i).fits(choice[i], left)) {
                items.get(i).take(choice[i], left, 1);
            } else {
                choice[i] = AssignmentProblem.NONE;
            }
        }
        for (int i = 0; i < choice.length; i++) {
            if (choice[i] == AssignmentProblem.NONE
                    && waiting.contains(plan.workloads().get(i).id())) {
                choice[i] = Greedy.bestFitting(items.get(i), left);
                if (choice[i] != AssignmentProblem.NONE) {
                    items.get(i).take(choice[i], left, 1);
                }
            }
        }
        return choice;
    }

    /** Which limits keep a workload from every place it fits in. */
    private static String noPlace(AssignmentProblem problem, AssignmentProblem.Item item, long[] left) {
        if (item.size() == 0) {
            return "no offer fits it";
        }
        Map<String, Integer> full = new HashMap<>();
        for (int candidate = 0; candidate < item.size(); candidate++) {
            for (int r = 0; r < item.rows().length; r++) {
                if (item.use(candidate, r) > left[item.rows()[r]]) {
                    full.merge(problem.name(item.rows()[r]), 1, Integer::sum);
                }
            }
            if (item.zone(candidate) != AssignmentProblem.NONE && left[item.zone(candidate)] < 1) {
                full.merge("the spread of the batch over zones", 1, Integer::sum);
            }
        }
        return "the batch leaves no place for it: "
                + full.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(3)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "))
                + (full.size() == 1 ? " has" : " have") + " no room left";
    }

    private static List<Workload> ordered(List<Workload> waiting) {
        return waiting.stream()
                .sorted(Comparator.comparingLong((Workload workload) ->
                                -BatchProblem.weight(workload.spec().priority()))
                        .thenComparing(Workload::id))
                .toList();
    }

    private static Set<Reservations.Scope> scopes(List<Workload> of) {
        return of.stream()
                .map(workload -> new Reservations.Scope(
                        workload.spec().team(), workload.spec().environment()))
                .collect(Collectors.toSet());
    }

    private static PlacementRequest.Limits limits(Reservations.Ledger ledger, WorkloadSpec spec) {
        Reservations.Room room = ledger.room(spec.team(), spec.environment(), spec.estimatedDurationHours());
        return new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf());
    }

    private static BigDecimal percent(long bound, long value) {
        return bound <= 0
                ? BigDecimal.ZERO.setScale(PERCENT_DECIMALS)
                : BigDecimal.valueOf(Math.max(0, bound - value))
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(bound), PERCENT_DECIMALS, RoundingMode.CEILING);
    }

    private static BigDecimal seconds(Assignment assignment) {
        return BigDecimal.valueOf(assignment.time().toMillis(), 3);
    }
}
