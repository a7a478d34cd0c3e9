package io.swen.gitops.control;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Freeze windows over HTTP. */
@RestController
class FreezeWindowController {

    private static final String WINDOWS = "/api/v1/freeze-windows";

    /**
     * A freeze window and how it stands.
     *
     * @param environments {@code *} alone for all
     * @param from with {@code until}, or {@code cron} with {@code duration}
     * @param activeUntil when the stretch ends that holds now; null where none does
     * @param nextFrom when the next stretch begins; null where none is to come
     */
    @Schema(name = "FreezeWindow")
    record View(
            UUID id,
            List<String> environments,
            String reason,
            String zone,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String cron,
            @Nullable Duration duration,
            boolean active,
            @Nullable Instant activeUntil,
            @Nullable Instant nextFrom,
            @Nullable Instant nextUntil,
            Person createdBy,
            Instant createdAt,
            long version) {

        View {
            environments = List.copyOf(environments);
        }
    }

    private final FreezeWindows windows;
    private final Idempotency idempotency;
    private final Clock clock;

    FreezeWindowController(FreezeWindows windows, Idempotency idempotency, Clock clock) {
        this.windows = windows;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @Operation(summary = "Freeze windows, whether they hold now and when next")
    @GetMapping(path = WINDOWS, produces = "application/json")
    Page<View> list(
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        return Page.of(
                        windows.list(environment, Actor.current(), Cursors.id(cursor), most + 1),
                        most,
                        window -> Cursors.encode(window.id()))
                .map(this::view);
    }

    @Operation(summary = "A freeze window")
    @GetMapping(path = WINDOWS + "/{id}", produces = "application/json")
    ResponseEntity<View> get(@PathVariable("id") UUID id) {
        return answer(ResponseEntity.ok(), windows.get(id, Actor.current()));
    }

    @Operation(
            summary = "Add a freeze window",
            description = "Nothing is applied while it holds, but by break-glass; what was being applied goes on.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = View.class)))
    @PostMapping(path = WINDOWS, consumes = "application/json", produces = "application/json")
    ResponseEntity<?> add(
            @RequestBody FreezeWindows.Asked asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST " + WINDOWS, asked, () -> {
            FreezeWindow window = windows.add(asked, Actor.current());
            return answer(ResponseEntity.created(URI.create(WINDOWS + "/" + window.id())), window);
        });
    }

    @Operation(summary = "Change a freeze window; needs If-Match")
    @PutMapping(path = WINDOWS + "/{id}", consumes = "application/json", produces = "application/json")
    ResponseEntity<View> replace(
            @PathVariable("id") UUID id,
            @RequestBody FreezeWindows.Asked asked,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(), windows.replace(id, asked, ifMatch, Actor.current()));
    }

    @Operation(summary = "Remove a freeze window; needs If-Match")
    @ApiResponse(responseCode = "204", description = "removed")
    @DeleteMapping(path = WINDOWS + "/{id}")
    ResponseEntity<Void> remove(
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        windows.remove(id, ifMatch, Actor.current());
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<View> answer(ResponseEntity.BodyBuilder answer, FreezeWindow window) {
        return answer.eTag(ETags.of(window.version())).body(view(window));
    }

    private View view(FreezeWindow window) {
        Instant now = clock.instant();
        FreezeWindow.Span active = window.at(now).orElse(null);
        FreezeWindow.Span next = window.after(
                        active == null ? now : active.until().minusNanos(1))
                .orElse(null);
        FreezeWindow.Schedule schedule = window.schedule();
        FreezeWindow.Schedule.Once once = schedule instanceof FreezeWindow.Schedule.Once single ? single : null;
        FreezeWindow.Schedule.Recurring recurring =
                schedule instanceof FreezeWindow.Schedule.Recurring again ? again : null;
        return new View(
                window.id(),
                window.environments().isEmpty() ? List.of("*") : window.environments(),
                window.reason(),
                window.zone().getId(),
                once == null ? null : once.from(),
                once == null ? null : once.until(),
                recurring == null ? null : recurring.cron(),
                recurring == null ? null : recurring.lasts(),
                active != null,
                active == null ? null : active.until(),
                next == null ? null : next.from(),
                next == null ? null : next.until(),
                window.createdBy(),
                window.createdAt(),
                window.version());
    }
}
