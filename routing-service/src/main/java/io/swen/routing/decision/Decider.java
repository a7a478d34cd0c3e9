package io.swen.routing.decision;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.money.Money;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.TracedWork;
import io.swen.platform.trace.Traces;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.placement.DeadlineAdvice;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Decides claimed workloads: placement, reservation, decision, hand-over and the workload's move are stored together or not at all. */
@Service
class Decider {

    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    /** One batch of so many goes to those that wait longest, so that nothing waits for ever behind what is more urgent. */
    private static final int LONGEST_WAITING_EVERY = 20;

    private final Workloads workloads;
    private final PlacementEngine engine;
    private final Reservations reservations;
    private final DecisionStore decisions;
    private final HandoverStore handovers;
    private final RelocationStore relocations;
    private final CordonedRegions cordons;
    private final JsonMapper json;
    private final EventLog events;
    private final CanonicalJson canonical;
    private final KnowledgeSource knowledge;
    private final KnowledgeArchive archive;
    private final DeadlineAdvice deadlines;
    private final DecisionProperties properties;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final Timer time;
    private final DistributionSummary confidence;
    private final Clock clock;
    private final AtomicLong turns = new AtomicLong();

    Decider(
            Workloads workloads,
            PlacementEngine engine,
            Reservations reservations,
            DecisionStore decisions,
            HandoverStore handovers,
            RelocationStore relocations,
            CordonedRegions cordons,
            JsonMapper json,
            EventLog events,
            CanonicalJson canonical,
            KnowledgeSource knowledge,
            KnowledgeArchive archive,
            DeadlineAdvice deadlines,
            DecisionProperties properties,
            MeterRegistry metrics,
            Traces traces,
            Clock clock) {
        this.workloads = workloads;
        this.engine = engine;
        this.reservations = reservations;
        this.decisions = decisions;
        this.handovers = handovers;
        this.relocations = relocations;
        this.cordons = cordons;
        this.json = json;
        this.events = events;
        this.canonical = canonical;
        this.knowledge = knowledge;
        this.archive = archive;
        this.deadlines = deadlines;
        this.properties = properties;
        this.metrics = metrics;
        this.traces = traces;
        this.time = Timer.builder(RoutingMetric.DECISION_TIME.id())
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        // The bounds at which people are asked.
        this.confidence = DistributionSummary.builder(RoutingMetric.CONFIDENCE.id())
                .serviceLevelObjectives(0.3, 0.6)
                .register(metrics);
        this.clock = clock;
    }

    /** Decides a batch of what waits; returns how many there were. */
    @Transactional
    public int decideWaiting(OfferIndexes.State.Usable offers) {
        boolean longest = turns.incrementAndGet() % LONGEST_WAITING_EVERY == 0;
        return decide(
                workloads.claimWaiting(
                        properties.batch(), longest ? Workloads.Order.ARRIVAL : Workloads.Order.PRIORITY),
                offers);
    }

    /** Tries a batch of what was unplaceable on earlier epochs again; returns how many there were. */
    @Transactional
    public int retryUnplaceable(OfferIndexes.State.Usable offers) {
        return decide(workloads.claimUnplaceable(offers.index().epoch(), properties.unplaceableBatch()), offers);
    }

    private int decide(List<Workload> claimed, OfferIndexes.State.Usable offers) {
        List<Workload> ordered = claimed.stream()
                .sorted(Comparator.comparing(
                                (Workload workload) -> workload.spec().team())
                        .thenComparing(workload -> workload.spec().environment()))
                .toList();
        if (ordered.isEmpty()) {
            return 0;
        }
        Knowledge known = knowledge.with(offers);
        // Before any limit is locked, so that nobody who waits for an artifact holds what its writer waits for.
        Map<String, String> artifacts = archive.store(known);
        Reservations.Ledger ledger = reservations.open(ordered.stream()
                .map(workload -> new Reservations.Scope(
                        workload.spec().team(), workload.spec().environment()))
                .collect(Collectors.toSet()));
        for (Workload workload : ordered) {
            span(workload).run(() -> decide(workload, known, artifacts, ledger, null));
        }
        return claimed.size();
    }

    /** Decides one workload of a batch, in the transaction of all of it, whose artifacts are stored before any limit is locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void assign(
            Workload workload,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            PlacementRequest.Assigned assigned) {
        span(workload).run(() -> decide(workload, known, artifacts, ledger, assigned));
    }

    /** Carries the trace of the submission on; what is tried again with every epoch leaves no span each time. */
    private TracedWork span(Workload workload) {
        TracedWork work = traces.span(SpanName.DECIDE, "").tag("workload_id", workload.id());
        return workload.state() == WorkloadState.UNPLACEABLE
                ? work.quietlyUnder(workload.traceparent())
                : work.under(workload.traceparent());
    }

    private void decide(
            Workload workload,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            PlacementRequest.@Nullable Assigned assigned) {
        WorkloadSpec spec = workload.spec();
        Instant now = clock.instant();
        Reservations.Room room = ledger.room(spec.team(), spec.environment(), spec.estimatedDurationHours());
        List<String> lost = lostOffers(workload);
        WorkloadSpec placed = spec.outside(cordons.in(spec.environment()));
        PlacementRequest request = new PlacementRequest(
                assigned != null || hasRoom(placed, lost, known, now) ? placed : placed.uninterruptible(),
                now,
                new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf()),
                lost,
                decisions.places(spec),
                runsOn(workload, known),
                assigned,
                null,
                null);
        Placement placement;
        try {
            placement = time.record(() -> engine.place(known, request));
        } catch (RuntimeException e) {
            // It must not hold up the others of its batch, and it must not be lost: it is tried again, and says so.
            LOG.error("workload {} could not be decided", spec.id(), e);
            count("failed");
            workloads.postpone(spec.id(), "deciding it failed and is tried again: " + e, PAUSE_AFTER_FAILURE);
            return;
        }
        if (placement == null) {
            throw new IllegalStateException("a placement is always an outcome");
        }
        Offer offer = placement.offer();
        if (offer == null && workload.state() == WorkloadState.UNPLACEABLE) {
            workloads.stillUnplaceable(spec.id(), known.offers().index().epoch(), reason(placement));
            return;
        }
        record(workload, known, artifacts, request, placement, offer, now, ledger, null);
    }

    /** Whether the work may be put where it can be interrupted, as far as its deadline goes. */
    private boolean hasRoom(WorkloadSpec spec, List<String> lost, Knowledge known, Instant now) {
        return spec.kind() != Kind.BATCH
                || !spec.interruptible()
                || spec.deadline() == null
                || deadlines.leavesRoom(spec, lost, known, now);
    }

    /** The offer that an edited workload would leave; asked for only where leaving could strand something. */
    private @Nullable String runsOn(Workload workload, Knowledge known) {
        UUID decided = workload.decisionId();
        if (decided == null
                || !workload.mayRun()
                || workload.state() != WorkloadState.SUBMITTED
                || known.agreements().commitments().isEmpty()) {
            return null;
        }
        Offer offer = decisions.find(decided).map(PlacementDecision::offer).orElse(null);
        return offer == null ? null : offer.offerId();
    }

    /** Decides anew for what runs; the caller has locked it, and found that it may be moved. */
    Relocations.Outcome relocate(
            Workload workload,
            WorkloadSpec wanted,
            List<String> barred,
            @Nullable String pinned,
            Relocations.Judge judge,
            String why,
            String cause,
            OfferIndexes.State.Usable offers) {
        UUID from = Objects.requireNonNull(workload.decisionId());
        Instant now = clock.instant();
        Knowledge known = knowledge.with(offers);
        // Before any limit is locked, as by everybody who decides.
        Map<String, String> artifacts = archive.store(known);
        Reservations.Ledger ledger =
                reservations.open(Set.of(new Reservations.Scope(wanted.team(), wanted.environment())));
        Reservations.Room room = ledger.room(wanted.team(), wanted.environment(), wanted.estimatedDurationHours());
        List<String> excluded = new ArrayList<>(barred);
        if (workload.losses() > 0) {
            excluded.addAll(decisions.lostOffers(wanted.id()));
        }
        PlacementRequest request = new PlacementRequest(
                wanted.outside(cordons.in(wanted.environment())),
                now,
                new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf()),
                excluded,
                decisions.places(wanted),
                decisions
                        .find(from)
                        .map(PlacementDecision::offer)
                        .map(Offer::offerId)
                        .orElse(null),
                null,
                null,
                pinned);
        Placement placement = Objects.requireNonNull(time.record(() -> engine.place(known, request)));
        Offer offer = placement.offer();
        if (offer == null) {
            return new Relocations.Outcome.Refused(reason(placement));
        }
        String objection = judge.objection(placement);
        if (objection != null) {
            return new Relocations.Outcome.Refused(objection);
        }
        boolean sameNeeds = wanted.equals(workload.spec());
        workloads.relocate(wanted.id(), sameNeeds ? null : wanted, why, cause);
        Workload moving = workloads
                .lock(wanted.id())
                .orElseThrow(() -> new IllegalStateException("workload " + wanted.id() + " is gone"));
        UUID decision = record(moving, known, artifacts, request, placement, offer, now, ledger, null);
        relocations.begin(
                wanted.id(), from, decision, sameNeeds ? null : json.writeValueAsString(workload.spec()), why, now);
        return new Relocations.Outcome.Decided(
                decision,
                offer,
                Objects.requireNonNull(placement.hourlyCost(), "a placement with an offer has a cost"));
    }

    /**
     * Decides anew for one of several workloads that are decided together, in the transaction of all of them.
     *
     * @param workload runs, and is locked
     * @param wanted what it needs from now on
     * @param excluded offers that it is not to go to, by id
     * @param regions that it is not to go to
     * @param noSpot whether it is to go where it cannot be interrupted
     * @param assigned its place; null to let placement choose
     * @param groups give the hand-over that its decision becomes an item of
     */
    Relocations.Outcome replace(
            Workload workload,
            WorkloadSpec wanted,
            List<String> excluded,
            Set<String> regions,
            boolean noSpot,
            PlacementRequest.@Nullable Assigned assigned,
            @Nullable String pinned,
            Relocations.Judge judge,
            String why,
            String cause,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            ReplacementGroups groups) {
        UUID from = Objects.requireNonNull(workload.decisionId());
        Instant now = clock.instant();
        Reservations.Room room = ledger.room(wanted.team(), wanted.environment(), wanted.estimatedDurationHours());
        WorkloadSpec placed = wanted.outside(regions);
        if (noSpot || !hasRoom(placed, excluded, known, now)) {
            placed = placed.uninterruptible();
        }
        PlacementRequest request = new PlacementRequest(
                placed,
                now,
                new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf()),
                excluded,
                decisions.places(wanted),
                null,
                assigned,
                null,
                pinned);
        Placement placement = Objects.requireNonNull(time.record(() -> engine.place(known, request)));
        Offer offer = placement.offer();
        if (offer == null) {
            return new Relocations.Outcome.Refused(reason(placement));
        }
        String objection = judge.objection(placement);
        if (objection != null) {
            return new Relocations.Outcome.Refused(objection);
        }
        boolean sameNeeds = wanted.equals(workload.spec());
        workloads.relocate(wanted.id(), sameNeeds ? null : wanted, why, cause);
        Workload moving = workloads
                .lock(wanted.id())
                .orElseThrow(() -> new IllegalStateException("workload " + wanted.id() + " is gone"));
        Money cost = Objects.requireNonNull(placement.hourlyCost(), "a placement with an offer has a cost");
        UUID decision = record(
                moving,
                known,
                artifacts,
                request,
                placement,
                offer,
                now,
                ledger,
                groups.keyOf(workload.authorId(), wanted.id(), cost.amount()));
        relocations.begin(
                wanted.id(), from, decision, sameNeeds ? null : json.writeValueAsString(workload.spec()), why, now);
        return new Relocations.Outcome.Decided(decision, offer, cost);
    }

    /** The offers that a workload is not to go to again because it lost its place there. */
    List<String> lostOffers(Workload workload) {
        return workload.losses() == 0 ? List.of() : decisions.lostOffers(workload.id());
    }

    private UUID record(
            Workload workload,
            Knowledge known,
            Map<String, String> artifacts,
            PlacementRequest request,
            Placement placement,
            @Nullable Offer offer,
            Instant now,
            Reservations.Ledger ledger,
            @Nullable String groupKey) {
        WorkloadSpec spec = workload.spec();
        UUID id = Uuids.next();
        OfferIndexes.State.Usable offers = known.offers();
        DecisionInputs inputs = new DecisionInputs(
                DecisionInputs.ENGINE,
                request,
                workload.version(),
                now,
                offers.index().epoch(),
                offers.index().fingerprint(),
                offers.stale(),
                engine.policy(),
                artifacts,
                known.predictor() == null ? known.noModel() : null,
                0);
        UUID reservation = offer == null ? null : reserve(ledger, id, spec, offer, placement);
        PlacementDecision decision = PlacementDecision.of(id, inputs, placement, reservation, canonical.hash(inputs));
        decisions.add(decision, inputs);
        if (offer == null) {
            workloads.unplaceable(spec.id(), id, offers.index().epoch(), reason(placement));
            count("unplaceable");
        } else {
            workloads.decided(
                    spec.id(),
                    id,
                    offer.offerId() + " at "
                            + offer.price().amount().round(new MathContext(4)).toPlainString() + " USD/h");
            if (groupKey == null) {
                handovers.add(id.toString(), spec.id(), Handover.Kind.DEPLOY, id);
            } else {
                handovers.addItem(id.toString(), spec.id(), id, groupKey);
            }
            count("placed");
            confidence.record(decision.confidence().doubleValue());
        }
        events.append(
                new Event(
                        DecisionEvents.MADE,
                        id.toString(),
                        spec.team(),
                        spec.environment(),
                        new DecisionEvents.Made(
                                id,
                                spec.id(),
                                decision.outcome(),
                                offer == null ? null : offer.offerId(),
                                offer == null ? null : offer.provider(),
                                decision.hourlyCost(),
                                decision.confidence())),
                workload.authorId());
        return id;
    }

    private static UUID reserve(
            Reservations.Ledger ledger, UUID decision, WorkloadSpec spec, Offer offer, Placement placement) {
        var hourly = placement.hourlyCost();
        if (hourly == null) {
            throw new IllegalStateException("a placement with an offer has a cost");
        }
        int replicas = spec.container().replicas();
        return ledger.hold(new Reservations.Hold(
                decision,
                spec.id(),
                spec.team(),
                spec.environment(),
                offer.provider(),
                hourly.amount(),
                offer.vcpu() * replicas,
                offer.gpus() * replicas,
                spec.estimatedDurationHours()));
    }

    private static String reason(Placement placement) {
        String reason = placement.unplaceableReason();
        return reason == null ? placement.summary() : reason;
    }

    private void count(String outcome) {
        metrics.counter(RoutingMetric.DECISIONS.id(), "outcome", outcome).increment();
    }
}
