package io.swen.routing.decision;

import io.swen.routing.candidate.Offer;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Commitments;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes decisions back, and has what runs torn down. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class DecisionCommitments implements Commitments {

    private final HandoverStore handovers;
    private final Reservations reservations;
    private final Relocations relocations;
    private final DecisionStore decisions;
    private final RelocationStore pins;

    DecisionCommitments(
            HandoverStore handovers,
            Reservations reservations,
            Relocations relocations,
            DecisionStore decisions,
            RelocationStore pins) {
        this.handovers = handovers;
        this.reservations = reservations;
        this.relocations = relocations;
        this.decisions = decisions;
        this.pins = pins;
    }

    @Override
    public boolean withdraw(String workloadId, String reason) {
        List<UUID> withdrawn = handovers.withdrawUnclaimed(workloadId, reason);
        withdrawn.forEach(decision -> reservations.release(decision, reason));
        return !withdrawn.isEmpty();
    }

    @Override
    public @Nullable String revise(Workload workload, WorkloadSpec wanted, String why, String cause) {
        // A new version stays where it is; other needs may be met better elsewhere.
        return decideAnew(workload, wanted, wanted.fitsWhere(workload.spec()) ? placeOf(workload) : null, why, cause);
    }

    @Override
    public @Nullable String restart(Workload workload, String why, String cause) {
        String place = placeOf(workload);
        return place == null ? "its place is not known" : decideAnew(workload, workload.spec(), place, why, cause);
    }

    @Override
    public @Nullable String keptAsItIs(String workloadId) {
        return pins.pinOf(workloadId).orElse(null);
    }

    private @Nullable String decideAnew(
            Workload workload, WorkloadSpec wanted, @Nullable String place, String why, String cause) {
        return switch (relocations.relocate(workload, wanted, List.of(), place, placement -> null, why, cause)) {
            case Relocations.Outcome.Decided decided -> null;
            case Relocations.Outcome.Refused refused -> refused.why();
        };
    }

    private @Nullable String placeOf(Workload workload) {
        return Optional.ofNullable(workload.decisionId())
                .flatMap(decisions::find)
                .map(PlacementDecision::offer)
                .map(Offer::offerId)
                .orElse(null);
    }

    @Override
    public void tearDown(Workload workload, String reason) {
        withdraw(workload.id(), reason);
        if (!handovers.hasOpenTeardown(workload.id())) {
            handovers.add(Handover.teardownKey(workload.id()), workload.id(), Handover.Kind.TEARDOWN, null);
        }
    }
}
