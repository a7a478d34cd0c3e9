package io.swen.routing.decision;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.Placement;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has what runs decided anew, for another place or other needs. The decision is handed over like any other; what runs goes on
 * until the new place has taken over, and stays where it is if that does not come to pass.
 */
@Service
public class Relocations {

    /** What came of it. */
    public sealed interface Outcome {

        /** It was decided and is on its way. */
        record Decided(UUID decisionId, Offer offer, Money hourlyCost) implements Outcome {}

        /** Nothing was changed; {@code why} is for a person. */
        record Refused(String why) implements Outcome {}
    }

    /** Has the last word on a placement before it is stored. */
    @FunctionalInterface
    public interface Judge {

        /** Why the placement is not wanted; null when it is. */
        @Nullable
        String objection(Placement placement);
    }

    private final Decider decider;
    private final OfferIndexes indexes;
    private final Reservations reservations;
    private final RelocationStore moves;

    Relocations(Decider decider, OfferIndexes indexes, Reservations reservations, RelocationStore moves) {
        this.decider = decider;
        this.indexes = indexes;
        this.reservations = reservations;
        this.moves = moves;
    }

    /**
     * Decides anew in the transaction of the caller, who has locked the workload.
     *
     * @param wanted what it needs from now on
     * @param barred offers that it is not to go to, by id
     * @param pinned the only offer that it is to go to; null to let placement choose
     * @param cause the recommendation or request behind it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome relocate(
            Workload workload,
            WorkloadSpec wanted,
            List<String> barred,
            @Nullable String pinned,
            Judge judge,
            String why,
            String cause) {
        if (workload.state() != WorkloadState.RUNNING || workload.cancelRequested() || workload.decisionId() == null) {
            return new Outcome.Refused("the workload is "
                    + (workload.cancelRequested()
                            ? "being cancelled"
                            : workload.state().id().replace('_', ' ')) + ", and only what runs can be moved");
        }
        Optional<String> pin = moves.pinOf(workload.id());
        if (pin.isPresent()) {
            return new Outcome.Refused("the workload is pinned until somebody releases it: " + pin.get());
        }
        if (!reservations.isReady()) {
            return new Outcome.Refused("the budgets are not known yet, so nothing can be reserved");
        }
        return switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable -> new Outcome.Refused(unusable.reason());
            case OfferIndexes.State.Usable usable ->
                decider.relocate(workload, wanted, barred, pinned, judge, why, cause, usable);
        };
    }
}
