package io.swen.routing.batch;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.routing.workload.WorkloadRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that are to be decided together.
 *
 * @param spread null where any number of them may be in one zone
 */
@Schema(name = "BatchRequest")
record BatchRequest(
        @ArraySchema(minItems = 1, maxItems = 1_000) List<@Nullable WorkloadRequest> workloads,

        @Nullable Spread spread) {

    /** @param mostPercentPerZone how much of the batch may be in one zone; at least one workload always may */
    @Schema(name = "BatchSpread")
    record Spread(@Schema(minimum = "1", maximum = "100") Integer mostPercentPerZone) {}
}
