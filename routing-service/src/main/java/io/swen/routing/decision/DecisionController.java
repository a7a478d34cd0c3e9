package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Decisions over HTTP. */
@RestController
@Tag(name = "decisions")
class DecisionController {

    record DecisionPage(
            List<PlacementDecision> items, @Nullable String next) {}

    private final DecisionStore decisions;
    private final DecisionService service;

    DecisionController(DecisionStore decisions, DecisionService service) {
        this.decisions = decisions;
        this.service = service;
    }

    @GetMapping("/api/v1/decisions")
    @Operation(summary = "List decisions, the newest first")
    DecisionPage list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "ids", required = false) @Nullable Set<UUID> ids,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        if (ids != null) {
            if (ids.isEmpty() || ids.size() > Cursors.MAX_LIMIT) {
                throw ProblemException.invalidField("ids", ids.size() + " ids", "1 to " + Cursors.MAX_LIMIT + " ids");
            }
            return new DecisionPage(decisions.find(ids, Actor.current()), null);
        }
        Page<PlacementDecision> page = decisions.list(workloadId, cursor, Cursors.limit(limit), Actor.current());
        return new DecisionPage(page.items(), page.next());
    }

    @GetMapping("/api/v1/decisions/{id}")
    @Operation(summary = "One decision")
    PlacementDecision get(@PathVariable("id") UUID id) {
        return decisions.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("decision", id));
    }

    @PostMapping("/api/v1/decisions/{id}/recheck")
    @Operation(summary = "Compare a decision with the prices of now")
    Recheck recheck(@PathVariable("id") UUID id) {
        return service.recheck(id, Actor.current());
    }
}
