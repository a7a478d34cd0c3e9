package io.swen.routing.outcome;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Outcomes over HTTP. */
@RestController
@Tag(name = "outcomes")
class OutcomeController {

    record OutcomePage(List<Outcome> items, @Nullable String next) {}

    private final OutcomeReader reader;

    OutcomeController(OutcomeReader reader) {
        this.reader = reader;
    }

    @GetMapping("/api/v1/outcomes")
    @Operation(summary = "List what became of placements, predicted against realised, the newest first")
    OutcomePage list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "decision_id", required = false) @Nullable UUID decisionId,
            @RequestParam(name = "ending", required = false) @Nullable Ending ending,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<Outcome> page = reader.list(workloadId, decisionId, ending, cursor, Cursors.limit(limit), Actor.current());
        return new OutcomePage(page.items(), page.next());
    }
}
