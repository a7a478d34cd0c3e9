package io.swen.gitops.control;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How far automation may go in each environment, over HTTP. */
@RestController
class EnvironmentController {

    /**
     * The mode to set.
     *
     * @param reason 3 to 1000 characters
     */
    @Schema(name = "NewEnvironmentMode")
    record NewMode(@Nullable EnvironmentMode mode, @Nullable String reason) {}

    /**
     * How far automation may go in an environment.
     *
     * @param environment {@code *} for all that are not named
     * @param origin {@code set} by a call or {@code configured}
     * @param heldBack why nothing is applied there now; null where it is
     * @param mayActAlone whether automation may open changes of its own
     */
    @Schema(name = "EnvironmentMode")
    record ModeView(
            String environment,
            EnvironmentMode mode,
            String origin,
            @Nullable Person setBy,
            @Nullable String reason,
            @Nullable Instant since,
            @Nullable String heldBack,
            boolean mayActAlone,
            long version) {}

    private final Modes modes;
    private final Automation automation;

    EnvironmentController(Modes modes, Automation automation) {
        this.modes = modes;
        this.automation = automation;
    }

    @Operation(summary = "Environments that are named anywhere, and how far automation may go in them")
    @GetMapping(path = "/api/v1/environments", produces = "application/json")
    Page<ModeView> list(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        List<String> place = Cursors.decode(cursor, 1);
        int most = Cursors.limit(limit);
        return Page.of(
                        modes.all(Actor.current()).stream()
                                .filter(mode ->
                                        place == null || mode.environment().compareTo(place.getFirst()) > 0)
                                .limit(most + 1L)
                                .toList(),
                        most,
                        mode -> Cursors.encode(mode.environment()))
                .map(this::view);
    }

    @Operation(summary = "How far automation may go in an environment")
    @GetMapping(path = "/api/v1/environments/{name}/mode", produces = "application/json")
    ResponseEntity<ModeView> get(@PathVariable("name") String name) {
        Checks.environment("name", name);
        Checks.scope(Actor.current(), name);
        return answer(modes.of(name));
    }

    @Operation(summary = "Set an environment's mode; needs If-Match and a reason")
    @PutMapping(path = "/api/v1/environments/{name}/mode", consumes = "application/json", produces = "application/json")
    ResponseEntity<ModeView> set(
            @PathVariable("name") String name,
            @RequestBody NewMode asked,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        if (asked.mode() == null) {
            throw ProblemException.invalidField("mode", null, "observe, recommend or act");
        }
        return answer(modes.set(name, asked.mode(), asked.reason(), ifMatch, Actor.current()));
    }

    private ResponseEntity<ModeView> answer(Modes.Mode mode) {
        return ResponseEntity.ok().eTag(ETags.of(mode.version())).body(view(mode));
    }

    private ModeView view(Modes.Mode mode) {
        return new ModeView(
                mode.environment(),
                mode.mode(),
                mode.setBy() == null ? "configured" : "set",
                mode.setBy(),
                mode.reason(),
                mode.since(),
                automation.heldBack(mode.environment()),
                automation.mayActAlone(mode.environment()),
                mode.version());
    }
}
