package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Questions about decisions over HTTP; none of them changes anything. */
@RestController
@Tag(name = "decisions")
class DecisionLogController {

    private final DecisionStore decisions;
    private final Replays replays;
    private final WhatIfs whatIfs;
    private final Counterfactuals counterfactuals;
    private final DecisionChain chain;
    private final Outlook outlook;
    private final Questions questions;

    DecisionLogController(
            DecisionStore decisions,
            Replays replays,
            WhatIfs whatIfs,
            Counterfactuals counterfactuals,
            DecisionChain chain,
            Outlook outlook,
            Questions questions) {
        this.decisions = decisions;
        this.replays = replays;
        this.whatIfs = whatIfs;
        this.counterfactuals = counterfactuals;
        this.chain = chain;
        this.outlook = outlook;
        this.questions = questions;
    }

    @PostMapping("/api/v1/decisions/{id}/replay")
    @Operation(summary = "Decide again from what is stored, and compare the bytes")
    Replay replay(@PathVariable("id") UUID id) {
        DecisionStore.Stored stored = visible(id);
        return questions.answer(() -> replays.replay(stored));
    }

    @PostMapping("/api/v1/decisions/{id}/what-if")
    @Operation(summary = "What would have been decided under suppositions")
    WhatIfAnswer whatIf(@PathVariable("id") UUID id, @RequestBody WhatIfRequest asked) {
        DecisionStore.Stored stored = visible(id);
        return questions.answer(() -> whatIfs.of(stored, asked));
    }

    @PostMapping("/api/v1/what-if")
    @Operation(summary = "What would be decided now on a workload that is not submitted, with suppositions or without")
    WhatIfAnswer preview(@RequestBody WhatIfRequest asked) {
        Actor actor = Actor.current();
        return questions.answer(() -> whatIfs.preview(asked, actor));
    }

    @GetMapping("/api/v1/decisions/{id}/counterfactuals")
    @Operation(summary = "The smallest change of each input that would have flipped the choice")
    CounterfactualAnswer counterfactuals(@PathVariable("id") UUID id) {
        DecisionStore.Stored stored = visible(id);
        return questions.answer(() -> counterfactuals.of(replays.whole(stored)));
    }

    @GetMapping("/api/v1/decisions/{id}/realised")
    @Operation(summary = "What was predicted of a decision against what became of it")
    Realised realised(@PathVariable("id") UUID id) {
        PlacementDecision decision =
                decisions.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("decision", id));
        return outlook.realised(
                decision,
                decisions.inputs(id).orElseThrow(() -> new IllegalStateException("decision " + id + " has no inputs")));
    }

    @GetMapping("/api/v1/decisions/calibration")
    @Operation(summary = "How well predicted costs and interruptions came true, over the newest 10,000 outcomes")
    Calibration calibration() {
        Actor actor = Actor.current();
        return questions.answer(() -> outlook.calibration(actor));
    }

    @GetMapping("/api/v1/decisions/verification")
    @Operation(summary = "Recompute the chain over all decisions and compare it with the seals and the audit log")
    ChainVerification verification() {
        return questions.answer(chain::verify);
    }

    private DecisionStore.Stored visible(UUID id) {
        return decisions
                .find(id, Actor.current())
                .flatMap(seen -> decisions.stored(id))
                .orElseThrow(() -> ProblemException.notFound("decision", id));
    }
}
