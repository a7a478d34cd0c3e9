package io.swen.routing.optimisation;

import io.swen.platform.money.Money;
import io.swen.routing.decision.Relocations;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.placement.Placement;
import io.swen.routing.workload.Commitments;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Turns a recommendation into a command: a new decision, or a teardown. */
@Component
class RecommendationApplier {

    /** What came of it. */
    sealed interface Result {

        /** @param decisionId null where it became a teardown */
        record Done(@Nullable UUID decisionId) implements Result {}

        /** Nothing was changed; {@code why} is for a person. */
        record Refused(String why) implements Result {}
    }

    private final Relocations relocations;
    private final Workloads workloads;
    private final Commitments commitments;

    RecommendationApplier(Relocations relocations, Workloads workloads, Commitments commitments) {
        this.relocations = relocations;
        this.workloads = workloads;
        this.commitments = commitments;
    }

    /** In the transaction of the caller, who has locked the workload. */
    @Transactional(propagation = Propagation.MANDATORY)
    Result apply(Recommendation recommendation, @Nullable Workload workload, String by) {
        Proposal proposal = recommendation.proposal();
        if (proposal == null || workload == null) {
            return new Result.Refused(
                    "it is about an instance that SWEN did not start, so it is to be changed where it was started");
        }
        String cause = recommendation.id().toString();
        if (proposal.end()) {
            return end(workload, recommendation.reason(), cause);
        }
        Relocations.Outcome outcome = relocations.relocate(
                workload,
                wanted(workload.spec(), proposal),
                proposal.barredOffers(),
                proposal.pinned() ? proposal.offerId() : null,
                placement -> objection(placement, proposal),
                recommendation.kind().id().replace('_', ' ') + ", " + by + ": " + recommendation.reason(),
                cause);
        return switch (outcome) {
            case Relocations.Outcome.Decided decided -> new Result.Done(decided.decisionId());
            case Relocations.Outcome.Refused refused -> new Result.Refused(refused.why());
        };
    }

    private Result end(Workload workload, String reason, String cause) {
        if (workload.state().isTerminal()) {
            if (!workload.mayRun()) {
                workloads.foundRunning(workload.id());
            }
            commitments.tearDown(current(workload), reason);
            return new Result.Done(null);
        }
        if (workload.state() != WorkloadState.RUNNING || workload.cancelRequested()) {
            return new Result.Refused("the workload is " + workload.state().id().replace('_', ' ')
                    + (workload.cancelRequested() ? " and being cancelled" : ""));
        }
        workloads.requestCancel(workload.id(), reason, cause);
        commitments.tearDown(current(workload), reason);
        return new Result.Done(null);
    }

    private Workload current(Workload workload) {
        return workloads.lock(workload.id()).orElse(workload);
    }

    /** What is applied is what was recommended, or nothing. */
    private static @Nullable String objection(Placement placement, Proposal proposal) {
        var offer = placement.offer();
        String wanted = proposal.offerId();
        if (offer != null && wanted != null && !offer.offerId().equals(wanted)) {
            return "the best place is " + offer.offerId() + " now, no longer " + wanted;
        }
        Money highest = proposal.highestHourlyCost();
        Money hourly = placement.hourlyCost();
        if (highest != null && hourly != null && hourly.amount().compareTo(highest.amount()) > 0) {
            return "it would cost " + hourly + " an hour now, more than the " + highest
                    + " up to which it was recommended";
        }
        return null;
    }

    private static WorkloadSpec wanted(WorkloadSpec spec, Proposal proposal) {
        Integer replicas = proposal.replicas();
        WorkloadSpec needs = spec.withNeeds(
                proposal.cpuCores() == null ? spec.cpuCores() : proposal.cpuCores(),
                proposal.memoryGb() == null ? spec.memoryGb() : proposal.memoryGb(),
                replicas == null ? spec.container().replicas() : replicas);
        Double hours = proposal.estimatedDurationHours();
        return hours == null ? needs : needs.withEstimatedDuration(hours);
    }
}
