package io.swen.routing.decision;

import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Commitments;
import io.swen.routing.workload.Workload;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes decisions back, and has what runs torn down. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class DecisionCommitments implements Commitments {

    private final HandoverStore handovers;
    private final Reservations reservations;

    DecisionCommitments(HandoverStore handovers, Reservations reservations) {
        this.handovers = handovers;
        this.reservations = reservations;
    }

    @Override
    public boolean withdraw(String workloadId, String reason) {
        List<UUID> withdrawn = handovers.withdrawUnclaimed(workloadId, reason);
        withdrawn.forEach(decision -> reservations.release(decision, reason));
        return !withdrawn.isEmpty();
    }

    @Override
    public void tearDown(Workload workload, String reason) {
        withdraw(workload.id(), reason);
        if (!handovers.hasOpenTeardown(workload.id())) {
            handovers.add(
                    Handover.teardownKey(workload.id(), workload.version()),
                    workload.id(),
                    Handover.Kind.TEARDOWN,
                    null);
        }
    }
}
