package io.swen.routing.spot;

import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that may run on spot capacity, as it stands.
 *
 * @param offerId where it runs; null where it does not
 * @param runningSince null where it does not run
 * @param lostOffers offers on which it lost its place
 */
record SpotWork(
        WorkloadSpec spec,
        WorkloadState state,
        @Nullable String offerId,
        @Nullable Instant runningSince,
        List<String> lostOffers) {

    SpotWork {
        lostOffers = List.copyOf(lostOffers);
    }

    /** Before its first place, or between two. */
    static SpotWork unplaced(WorkloadSpec spec, List<String> lostOffers) {
        return new SpotWork(spec, WorkloadState.SUBMITTED, null, null, lostOffers);
    }
}
