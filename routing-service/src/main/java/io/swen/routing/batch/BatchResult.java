package io.swen.routing.batch;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a batch was decided.
 *
 * @param gapPercent how far the sum of values may be below the best there is, in per cent of the bound
 * @param greedyPercent how far deciding one after the other would have been below it
 * @param seconds of computing
 * @param candidates places that fitted, of all workloads together
 * @param unplaced the workloads that got no place, and why
 */
record BatchResult(
        String solver,
        BigDecimal gapPercent,
        BigDecimal greedyPercent,
        BigDecimal seconds,
        long candidates,
        int placed,
        List<Unplaced> unplaced) {

    BatchResult {
        unplaced = List.copyOf(unplaced);
    }

    record Unplaced(String workloadId, String reason) {}
}
