package io.swen.routing.rightsizing;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.client.RemoteException;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

/** How well sizes fit, over HTTP. */
@RestController
@Tag(name = "rightsizing")
class RightSizingController {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final RunningPlacements placements;
    private final RightSizer sizer;
    private final KnowledgeSource knowledge;

    RightSizingController(RunningPlacements placements, RightSizer sizer, KnowledgeSource knowledge) {
        this.placements = placements;
        this.sizer = sizer;
        this.knowledge = knowledge;
    }

    @GetMapping("/api/v1/workloads/{id}/rightsizing")
    @Operation(
            summary = "How well the size of a running workload fits what it uses",
            description = "Measured and worked out when it is asked for; lacking says what is missing to say anything.")
    Assessment assess(@PathVariable("id") String id) {
        RunningPlacement running = placements
                .find(id)
                .filter(found ->
                        Actor.current().sees(found.spec().team(), found.spec().environment()))
                .orElseThrow(() -> ProblemException.notFound("running workload", id));
        Knowledge known = knowledge
                .newest()
                .orElseThrow(() -> ProblemException.retryLater(
                        ErrorCode.UNAVAILABLE, "no offers are known at the moment", RETRY_AFTER));
        try {
            return sizer.assess(known, running)
                    .orElseThrow(() -> ProblemException.of(
                            ErrorCode.CONFLICT, "the offer " + running.offerId() + " is not known any more"));
        } catch (RemoteException | RestClientException e) {
            throw ProblemException.of(
                    ErrorCode.REMOTE_FAILED, "telemetry-service did not say what it uses: " + e.getMessage(), e);
        }
    }
}
