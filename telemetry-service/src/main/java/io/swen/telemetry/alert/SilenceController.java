package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Silences over HTTP. */
@RestController
class SilenceController {

    private final Silences silences;
    private final Idempotency idempotency;
    private final Clock clock;

    SilenceController(Silences silences, Idempotency idempotency, Clock clock) {
        this.silences = silences;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** A silence to begin. */
    record NewSilence(
            @Nullable List<Silence.@Nullable Matcher> matchers,
            @Nullable String reason,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {}

    @Operation(summary = "Lists silences, the newest first")
    @GetMapping(path = "/api/v1/silences", produces = "application/json")
    Page<SilenceView> list(
            @RequestParam(name = "active", required = false) @Nullable Boolean active,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Instant now = clock.instant();
        return silences.list(Boolean.TRUE.equals(active), Cursors.id(cursor), Cursors.limit(limit), Actor.current())
                .map(silence -> SilenceView.of(silence, now));
    }

    @Operation(
            summary = "Begins a silence",
            description =
                    "Alerts that match are seen and stored, but not told to receivers and Alertmanager until it ends.")
    @ApiResponse(
            responseCode = "201",
            description = "begun",
            content = @Content(schema = @Schema(implementation = SilenceView.class)))
    @PostMapping(path = "/api/v1/silences", produces = "application/json")
    ResponseEntity<?> create(
            @RequestBody NewSilence asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/silences", asked, () -> {
            Silence silence = silences.create(
                    asked.matchers(), asked.reason(), asked.startsAt(), asked.endsAt(), Actor.current());
            return ResponseEntity.created(URI.create("/api/v1/silences/" + silence.id()))
                    .body(SilenceView.of(silence, clock.instant()));
        });
    }

    @Operation(summary = "One silence")
    @GetMapping(path = "/api/v1/silences/{id}", produces = "application/json")
    SilenceView get(@PathVariable("id") UUID id) {
        return SilenceView.of(silences.find(id, Actor.current()), clock.instant());
    }

    @Operation(summary = "Ends a silence now")
    @ApiResponse(responseCode = "204", description = "ended")
    @DeleteMapping("/api/v1/silences/{id}")
    ResponseEntity<Void> end(@PathVariable("id") UUID id) {
        silences.end(id, Actor.current());
        return ResponseEntity.noContent().build();
    }
}
