package io.swen.routing.spot;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.KnowledgeSource;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The policy's advice over HTTP. */
@RestController
@Tag(name = "spot")
class SpotPlanController {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final SpotWorkReader works;
    private final SpotAdvisor advisor;
    private final OfferIndexes indexes;
    private final KnowledgeSource knowledge;
    private final Clock clock;

    SpotPlanController(
            SpotWorkReader works, SpotAdvisor advisor, OfferIndexes indexes, KnowledgeSource knowledge, Clock clock) {
        this.works = works;
        this.advisor = advisor;
        this.indexes = indexes;
        this.knowledge = knowledge;
        this.clock = clock;
    }

    @GetMapping("/api/v1/workloads/{id}/spot-plan")
    @Operation(
            summary =
                    "Whether spot capacity, on-demand capacity or waiting is best now for work with a deadline, and why")
    SpotPlan plan(@PathVariable("id") String id) {
        SpotWork work = works.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("workload", id));
        return switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable ->
                throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, unusable.reason(), RETRY_AFTER);
            case OfferIndexes.State.Usable usable -> advisor.plan(work, knowledge.with(usable), clock.instant());
        };
    }
}
