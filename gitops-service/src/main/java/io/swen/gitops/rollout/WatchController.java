package io.swen.gitops.rollout;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.gitops.change.ChangeQueries;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What analyses say of changes. */
@RestController
class WatchController {

    /**
     * How a change was and is judged.
     *
     * @param steps by which its new versions took over; empty where that was all at once
     * @param watch how it fares since it was merged; null until then
     */
    record ChangeAnalysis(
            UUID changeId,
            List<RolloutSteps.Step> steps,
            @Nullable Watch watch) {

        ChangeAnalysis {
            steps = List.copyOf(steps);
        }
    }

    private final RolloutSteps steps;
    private final Watches watches;
    private final ChangeQueries queries;

    WatchController(RolloutSteps steps, Watches watches, ChangeQueries queries) {
        this.steps = steps;
        this.watches = watches;
        this.queries = queries;
    }

    @Operation(summary = "How a change was judged step by step, and how it fares since it was merged")
    @GetMapping("/api/v1/changes/{id}/analysis")
    ChangeAnalysis analysis(@PathVariable("id") UUID id) {
        queries.visible(id, Actor.current());
        return new ChangeAnalysis(id, steps.of(id), watches.of(id).orElse(null));
    }
}
