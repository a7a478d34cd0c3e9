package io.swen.gitops.drift;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.contract.Author;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls about drift. */
@RestController
class DriftController {

    /** What a person wants done about drift. */
    @Schema(name = "DriftDecision")
    record Decision(
            @Schema(allowableValues = {"heal", "accept"}) @Nullable
            String action,

            @Nullable String reason) {}

    private static final int LONGEST_REASON = 500;

    private final Findings findings;
    private final DriftHealer healer;
    private final Idempotency idempotency;

    DriftController(Findings findings, DriftHealer healer, Idempotency idempotency) {
        this.findings = findings;
        this.healer = healer;
        this.idempotency = idempotency;
    }

    @Operation(summary = "Where what runs differs from what the repository says, the newest first")
    @GetMapping("/api/v1/drift")
    Page<Finding> list(
            @RequestParam(name = "class", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"missing", "changed", "unmanaged"}))
                    @Nullable
                    String kind,
            @RequestParam(name = "state", required = false)
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "open",
                                                "healing",
                                                "handed_over",
                                                "accepted",
                                                "healed",
                                                "gone"
                                            }))
                    @Nullable
                    String state,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "open", required = false, defaultValue = "true") boolean open,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        List<String> place = Cursors.decode(cursor, 1);
        return Page.of(
                findings.list(
                        new Findings.Filter(
                                one(DriftClass.class, "class", kind),
                                one(DriftState.class, "state", state),
                                environment,
                                workloadId,
                                open,
                                Actor.current()),
                        place == null ? null : UUID.fromString(place.getFirst()),
                        most + 1),
                most,
                finding -> Cursors.encode(finding.id()));
    }

    @GetMapping("/api/v1/drift/{id}")
    Finding get(@PathVariable("id") UUID id) {
        return findings.visible(id, Actor.current());
    }

    @Operation(
            summary = "Have drift healed, whatever policy and budget say, or left as it is",
            description =
                    "Healing opens a change, which passes the pipeline. What is left as it is is told again once it differs"
                            + " otherwise.")
    @PostMapping("/api/v1/drift/{id}/decision")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Finding.class)))
    ResponseEntity<?> decide(
            @PathVariable("id") UUID id,
            @RequestBody Decision asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String reason = asked.reason();
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST_REASON + " characters");
        }
        String action = asked.action() == null ? "" : asked.action();
        if (!action.equals("heal") && !action.equals("accept")) {
            throw ProblemException.invalidField("action", asked.action(), "one of heal, accept");
        }
        return idempotency.once(key, "POST /api/v1/drift/" + id + "/decision", asked, () -> {
            Actor actor = Actor.current();
            Finding finding = findings.visible(id, actor);
            if (action.equals("accept")) {
                return ResponseEntity.ok(findings.decide(id, DriftState.ACCEPTED, reason, actor));
            }
            if ((finding.workloadId() == null && finding.resource() == null)
                    || (finding.kind() != DriftClass.MISSING && finding.kind() != DriftClass.CHANGED)) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT,
                        "only what is missing or changed is healed here; what is unmanaged is removed where it runs");
            }
            Finding decided = findings.decide(id, DriftState.OPEN, reason, actor);
            healer.healNow(decided, new Author(actor.id(), actor.name()));
            return ResponseEntity.ok(findings.visible(id, actor));
        });
    }

    private static <E extends Enum<E>> @Nullable E one(Class<E> type, String field, @Nullable String given) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(given))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidField(
                        field,
                        given,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                                .toList())));
    }
}
