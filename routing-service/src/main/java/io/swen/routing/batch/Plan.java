package io.swen.routing.batch;

import io.swen.routing.placement.Knowledge;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was computed for a batch, before anything of it is stored.
 *
 * @param workloads in the order in which they take what is left: by priority, then by id
 */
record Plan(Knowledge knowledge, List<Workload> workloads, AssignmentProblem problem, Assignment assignment) {

    /** What is left now where that is less than when it was computed; what has come free since stays out of it. */
    long[] leftOf(List<Reservations.Capacity> capacities) {
        Map<String, Long> now = new HashMap<>();
        for (Reservations.Capacity capacity : capacities) {
            now.put(capacity.name(), BatchProblem.units(capacity));
        }
        long[] least = problem.capacities();
        for (int row = 0; row < least.length; row++) {
            Long known = now.get(problem.name(row));
            // Zones are the batch's own and a limit that is gone leaves more, not less.
            if (known != null) {
                least[row] = Math.min(least[row], known);
            }
        }
        return least;
    }
}
