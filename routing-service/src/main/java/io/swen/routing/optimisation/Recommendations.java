package io.swen.routing.optimisation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.State;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes recommendations from those who find them, and ends those that nobody took up. */
@Service
public class Recommendations {

    private static final Logger LOG = LoggerFactory.getLogger(Recommendations.class);
    private static final int ENDED_AT_ONCE = 200;
    /** A saving that moved less than this is not worth a new version. */
    private static final BigDecimal SAME = new BigDecimal("0.05");

    private final RecommendationStore store;
    private final RecommendationApplier applier;
    private final Workloads workloads;
    private final OptimisationProperties properties;
    private final EnvironmentModes modes;
    private final EventLog events;
    private final AuditLog audit;
    private final MeterRegistry metrics;
    private final Clock clock;

    Recommendations(
            RecommendationStore store,
            RecommendationApplier applier,
            Workloads workloads,
            OptimisationProperties properties,
            EnvironmentModes modes,
            EventLog events,
            AuditLog audit,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.applier = applier;
        this.workloads = workloads;
        this.properties = properties;
        this.modes = modes;
        this.events = events;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
        Gauge.builder(RoutingMetric.RECOMMENDATIONS_OPEN.id(), store, RecommendationStore::open)
                .register(metrics);
    }

    /**
     * Stores a recommendation, or confirms the open one that says the same; in mode act an automatic kind is applied in the
     * same transaction.
     *
     * @return what is stored now; empty in mode observe, where too many are open, and where the workload has been decided about since
     *     it was looked at
     */
    @Transactional
    public Optional<Recommendation> propose(Draft draft) {
        String environment = draft.environment();
        OptimisationProperties.Mode mode = environment == null ? null : modes.of(environment);
        if (mode == OptimisationProperties.Mode.OBSERVE) {
            return Optional.empty();
        }
        // The order of locks of everybody who applies: first the workload, then the recommendation.
        Workload workload = draft.workloadId() == null
                ? null
                : workloads.lock(draft.workloadId()).orElse(null);
        if (workload != null && draft.kind() != Kind.ORPHANED && workload.state() != WorkloadState.RUNNING) {
            count(draft.kind(), "overtaken");
            return Optional.empty();
        }
        Instant now = clock.instant();
        Recommendation open = store.lockOpen(draft.kind(), draft.subject()).orElse(null);
        Recommendation stored;
        if (open != null && isSame(open, draft)) {
            stored = confirmed(open, draft, now);
        } else {
            if (open == null && store.open() >= properties.mostOpen()) {
                count(draft.kind(), "left_out");
                LOG.warn(
                        "{} recommendations are open; one about {} is left out",
                        properties.mostOpen(),
                        draft.subject());
                return Optional.empty();
            }
            if (open != null) {
                end(open, State.SUPERSEDED, null, "a newer one took its place", now, null);
            }
            stored = created(draft, now);
        }
        if (workload != null
                && mode == OptimisationProperties.Mode.ACT
                && properties.automatic().contains(draft.kind())) {
            return Optional.of(applyByItself(stored, workload, now));
        }
        return Optional.of(stored);
    }

    /** Ends the open one of a kind for a subject, because it does not hold any more. */
    @Transactional
    public void withdraw(Kind kind, String subject, String why) {
        store.lockOpen(kind, subject).ifPresent(open -> end(open, State.SUPERSEDED, null, why, clock.instant(), null));
    }

    /** The recommendation that became a decision. */
    public Optional<Recommendation> ofDecision(UUID decisionId) {
        return store.ofDecision(decisionId);
    }

    /** Ends what is past its time; returns how many. */
    @Transactional
    public int expire() {
        Instant now = clock.instant();
        int ended = 0;
        for (UUID id : store.overdue(now, ENDED_AT_ONCE)) {
            Recommendation open = store.lock(id).orElse(null);
            if (open != null && open.state() == State.OPEN) {
                String why = open.expiresAt().isAfter(now) ? "the workload has ended" : "nobody took it up in time";
                end(open, State.EXPIRED, null, why, now, null);
                ended++;
            }
        }
        return ended;
    }

    /** Ends one; its row is locked. */
    Recommendation end(
            Recommendation open,
            State state,
            @Nullable UUID by,
            @Nullable String note,
            Instant now,
            @Nullable UUID decisionId) {
        Recommendation ended = new Recommendation(
                open.id(),
                open.kind(),
                open.workloadId(),
                open.instanceId(),
                open.team(),
                open.environment(),
                state,
                open.createdAt(),
                now,
                open.expiresAt(),
                open.savingPerMonth(),
                open.savingLow(),
                open.savingHigh(),
                open.risk(),
                open.reason(),
                open.evidence(),
                open.proposal(),
                decisionId,
                by,
                note,
                open.version() + 1);
        store.replace(ended);
        tell(ended, by);
        count(ended.kind(), state.id());
        return ended;
    }

    private Recommendation applyByItself(Recommendation open, Workload workload, Instant now) {
        return switch (applier.apply(open, workload, "applied by itself")) {
            case RecommendationApplier.Result.Refused refused -> {
                LOG.info("recommendation {} is not applied: {}", open.id(), refused.why());
                yield open;
            }
            case RecommendationApplier.Result.Done done -> {
                Recommendation applied = end(open, State.APPLIED, null, "applied by itself", now, done.decisionId());
                audit.record(AuditEntry.of(
                                "recommendation.apply",
                                "recommendation",
                                open.id().toString())
                        .in(open.team(), open.environment())
                        .change(Map.of("state", open.state()), Map.of("state", applied.state())));
                yield applied;
            }
        };
    }

    private Recommendation created(Draft draft, Instant now) {
        Recommendation recommendation = recommendation(Uuids.next(), draft, now, now, 0);
        store.add(recommendation, draft.subject());
        tell(recommendation, null);
        count(draft.kind(), "open");
        return recommendation;
    }

    /** Kept as it is unless its figures moved or its time runs out, so that its entity tag lasts. */
    private Recommendation confirmed(Recommendation open, Draft draft, Instant now) {
        BigDecimal before = open.savingPerMonth().amount();
        boolean moved = before.subtract(draft.savingPerMonth().amount())
                        .abs()
                        .compareTo(before.abs().multiply(SAME))
                > 0;
        boolean halfGone = Duration.between(now, open.expiresAt())
                        .compareTo(properties.ttl().dividedBy(2))
                < 0;
        if (!moved && !halfGone) {
            return open;
        }
        Recommendation confirmed = recommendation(open.id(), draft, open.createdAt(), now, open.version() + 1);
        store.replace(confirmed);
        return confirmed;
    }

    private Recommendation recommendation(UUID id, Draft draft, Instant createdAt, Instant now, long version) {
        return new Recommendation(
                id,
                draft.kind(),
                draft.workloadId(),
                draft.instanceId(),
                draft.team(),
                draft.environment(),
                State.OPEN,
                createdAt,
                now,
                now.plus(properties.ttl()),
                draft.savingPerMonth(),
                draft.savingLow(),
                draft.savingHigh(),
                draft.risk(),
                draft.reason(),
                draft.evidence(),
                draft.proposal(),
                null,
                null,
                null,
                version);
    }

    private static boolean isSame(Recommendation open, Draft draft) {
        return draft.proposal() == null
                ? open.proposal() == null
                : draft.proposal().isSameAs(open.proposal());
    }

    private void tell(Recommendation recommendation, @Nullable UUID actor) {
        events.append(
                new Event(
                        RecommendationEvents.CHANGED,
                        recommendation.id().toString(),
                        recommendation.team(),
                        recommendation.environment(),
                        RecommendationEvents.Changed.of(recommendation)),
                actor);
    }

    private void count(Kind kind, String state) {
        metrics.counter(RoutingMetric.RECOMMENDATIONS.id(), "kind", kind.id(), "state", state)
                .increment();
    }
}
