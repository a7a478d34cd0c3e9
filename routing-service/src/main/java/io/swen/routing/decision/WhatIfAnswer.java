package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.routing.placement.Placement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would be decided under the suppositions, beside what was (or would be without them).
 *
 * @param decisionId null for a workload that is not submitted
 * @param changed whether another offer would be chosen
 * @param supposed what was supposed, with how many offers it concerns
 * @param differences of the choice, its cost, its score and the ranking
 * @param summary in words
 */
@Schema(name = "WhatIfAnswer")
record WhatIfAnswer(
        @Nullable UUID decisionId,
        long epoch,
        boolean changed,
        List<Supposed> supposed,
        Placement before,
        Placement after,
        List<Difference> differences,
        String summary) {

    /** A supposition as it was understood. */
    @Schema(name = "WhatIfSupposition")
    record Supposed(String what, @Nullable Integer offers) {}
}
