package io.swen.platform.error;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.SwenProperties;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the errors of this service by kind, and takes what people make of them. */
@RestController
@RequestMapping("/api/v1/errors/{service}")
@Tag(name = "operations")
class ErrorController {

    /** A page of error groups. */
    record ErrorPage(
            java.util.List<ErrorGroup> items, @Nullable String next) {}

    /** What is to be remembered with the judgement. */
    record ErrorJudgement(@Nullable String note) {}

    private final ErrorStore store;
    private final Idempotency idempotency;
    private final String own;

    ErrorController(ErrorStore store, Idempotency idempotency, SwenProperties properties) {
        this.store = store;
        this.idempotency = idempotency;
        this.own = properties.service();
    }

    @GetMapping
    @Operation(summary = "Errors of one service by kind, the one seen last first")
    ErrorPage listErrors(
            @PathVariable("service") String service,
            @RequestParam(name = "state", required = false) @Nullable ErrorState state,
            @RequestParam(name = "since", required = false) @Nullable Instant since,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        requireOwn(service);
        Page<ErrorGroup> page = store.list(state, since, cursor, Cursors.limit(limit), Actor.current());
        return new ErrorPage(page.items(), page.next());
    }

    @GetMapping("/{fingerprint}")
    @Operation(summary = "One kind of error")
    ResponseEntity<ErrorGroup> showError(
            @PathVariable("service") String service, @PathVariable("fingerprint") String fingerprint) {
        requireOwn(service);
        return tagged(store.get(fingerprint, Actor.current()));
    }

    @PostMapping("/{fingerprint}/acknowledge")
    @Operation(summary = "Say that somebody looks after it")
    @ApiResponse(
            responseCode = "200",
            description = "acknowledged",
            content = @Content(schema = @Schema(implementation = ErrorGroup.class)))
    ResponseEntity<?> acknowledgeError(
            @PathVariable("service") String service,
            @PathVariable("fingerprint") String fingerprint,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable ErrorJudgement judgement) {
        return judge(service, fingerprint, ErrorState.ACKNOWLEDGED, ifMatch, key, judgement);
    }

    @PostMapping("/{fingerprint}/resolve")
    @Operation(summary = "Say that it should not happen again; if it does, it is open again")
    @ApiResponse(
            responseCode = "200",
            description = "resolved",
            content = @Content(schema = @Schema(implementation = ErrorGroup.class)))
    ResponseEntity<?> resolveError(
            @PathVariable("service") String service,
            @PathVariable("fingerprint") String fingerprint,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable ErrorJudgement judgement) {
        return judge(service, fingerprint, ErrorState.RESOLVED, ifMatch, key, judgement);
    }

    private ResponseEntity<?> judge(
            String service,
            String fingerprint,
            ErrorState state,
            @Nullable String ifMatch,
            @Nullable String key,
            @Nullable ErrorJudgement judgement) {
        requireOwn(service);
        ErrorJudgement said = judgement == null ? new ErrorJudgement(null) : judgement;
        return idempotency.once(
                key,
                "POST /api/v1/errors/" + service + "/" + fingerprint + "/" + state.id(),
                said,
                () -> tagged(store.judge(fingerprint, state, said.note(), ifMatch, Actor.current())));
    }

    private void requireOwn(String service) {
        if (!service.equals(own)) {
            throw ProblemException.notFound("service with errors here:", service);
        }
    }

    private static ResponseEntity<ErrorGroup> tagged(ErrorGroup group) {
        return ResponseEntity.ok().eTag(ETags.of(group.version())).body(group);
    }
}
