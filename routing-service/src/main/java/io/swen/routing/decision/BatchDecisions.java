package io.swen.routing.decision;

import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes decisions of what a batch has assigned. */
@Service
public class BatchDecisions {

    private final Decider decider;
    private final KnowledgeArchive archive;

    BatchDecisions(Decider decider, KnowledgeArchive archive) {
        this.decider = decider;
        this.archive = archive;
    }

    /**
     * Stores what the decisions of a batch are made from, and names it by kind; before any limit is locked, so that nobody who
     * waits for an artifact holds what its writer waits for.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<String, String> keep(Knowledge known) {
        return archive.store(known);
    }

    /**
     * Stores the decision of one workload with reservation and hand-over, as for one that is decided alone. Where the place
     * no longer fits what the ledger leaves, the workload is unplaceable.
     *
     * @param workload locked by the caller's transaction
     * @param artifacts what {@link #keep} answered of the knowledge
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void assign(
            Workload workload,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            PlacementRequest.Assigned assigned) {
        decider.assign(workload, known, artifacts, ledger, assigned);
    }
}
