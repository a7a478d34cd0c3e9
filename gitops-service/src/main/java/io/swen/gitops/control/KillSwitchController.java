package io.swen.gitops.control;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The kill switch over HTTP. */
@RestController
class KillSwitchController {

    private static final int MOST_RUNNING = 200;

    /**
     * Where, and why.
     *
     * @param environment absent for all
     * @param reason 3 to 1000 characters
     */
    @Schema(name = "KillSwitchCall")
    record Call(@Nullable String environment, @Nullable String reason) {}

    /**
     * How it stands.
     *
     * @param engaged whether it is engaged anywhere that the caller sees
     * @param running changes that had begun to touch the cloud; they stop, or have stopped, at a safe point
     */
    @Schema(name = "KillSwitch")
    record View(boolean engaged, List<KillSwitch.Engagement> engagements, List<UUID> running) {}

    private final KillSwitch killSwitch;
    private final RunningApplies running;
    private final Idempotency idempotency;

    KillSwitchController(KillSwitch killSwitch, RunningApplies running, Idempotency idempotency) {
        this.killSwitch = killSwitch;
        this.running = running;
        this.idempotency = idempotency;
    }

    @Operation(summary = "Whether automation is stopped, by whom and why")
    @GetMapping(path = "/api/v1/kill-switch", produces = "application/json")
    View get() {
        return view();
    }

    @Operation(summary = "Every time that automation was stopped, the newest first")
    @GetMapping(path = "/api/v1/kill-switch/history", produces = "application/json")
    Page<KillSwitch.Engagement> history(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        return Page.of(
                killSwitch.history(Cursors.id(cursor), most + 1, Actor.current()),
                most,
                engagement -> Cursors.encode(engagement.id()));
    }

    @Operation(
            summary = "Stop all automation at once",
            description =
                    "No stage begins from apply on, automation opens no changes, and what is being applied stops at a"
                            + " safe point and goes on when it is released.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = View.class)))
    @PostMapping(path = "/api/v1/kill-switch/engage", consumes = "application/json", produces = "application/json")
    ResponseEntity<?> engage(
            @RequestBody Call call, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/kill-switch/engage", call, () -> {
            killSwitch.engage(call.environment(), call.reason(), Actor.current());
            return ResponseEntity.ok(view());
        });
    }

    @Operation(summary = "Let automation go on")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = View.class)))
    @PostMapping(path = "/api/v1/kill-switch/release", consumes = "application/json", produces = "application/json")
    ResponseEntity<?> release(
            @RequestBody Call call, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/kill-switch/release", call, () -> {
            killSwitch.release(call.environment(), call.reason(), Actor.current());
            return ResponseEntity.ok(view());
        });
    }

    private View view() {
        Set<String> seen = Actor.current().environmentFilter();
        List<KillSwitch.Engagement> engaged = killSwitch.engaged().stream()
                .filter(each -> each.environment() == null || seen == null || seen.contains(each.environment()))
                .toList();
        return new View(!engaged.isEmpty(), engaged, engaged.isEmpty() ? List.of() : stopping(engaged, seen));
    }

    private List<UUID> stopping(List<KillSwitch.Engagement> engaged, @Nullable Set<String> seen) {
        boolean everywhere = engaged.getFirst().environment() == null;
        if (everywhere && seen == null) {
            return running.of(null, MOST_RUNNING);
        }
        return (everywhere && seen != null ? seen.stream() : engaged.stream().map(KillSwitch.Engagement::environment))
                .distinct()
                .flatMap(environment -> running.of(environment, MOST_RUNNING).stream())
                .limit(MOST_RUNNING)
                .toList();
    }
}
