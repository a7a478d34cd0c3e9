package io.swen.routing.decision;

import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes decisions of what a batch has assigned. */
@Service
public class BatchDecisions {

    private final Decider decider;

    BatchDecisions(Decider decider) {
        this.decider = decider;
    }

    /**
     * Stores the decision of one workload with reservation and hand-over, as for one that is decided alone. Where the place
     * no longer fits what the ledger leaves, the workload is unplaceable.
     *
     * @param workload locked by the caller's transaction
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void assign(
            Workload workload, Knowledge known, Reservations.Ledger ledger, PlacementRequest.Assigned assigned) {
        decider.assign(workload, known, ledger, assigned);
    }
}
