package io.swen.telemetry.incident;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.alert.Severity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Incidents over HTTP. */
@RestController
class IncidentController {

    private final Incidents incidents;
    private final IncidentReader reader;
    private final Idempotency idempotency;

    IncidentController(Incidents incidents, IncidentReader reader, Idempotency idempotency) {
        this.incidents = incidents;
        this.reader = reader;
        this.idempotency = idempotency;
    }

    /** Something that somebody found out or did. */
    @Schema(name = "IncidentNote")
    record NewNote(@Nullable String text) {}

    /**
     * To whom an incident is given.
     *
     * @param to a login name
     */
    @Schema(name = "IncidentHandover")
    record Handover(@Nullable String to, @Nullable String note) {}

    @Operation(summary = "Lists incidents, the newest first")
    @GetMapping(path = "/api/v1/incidents", produces = "application/json")
    Page<IncidentView> list(
            @RequestParam(name = "state", required = false) @Nullable IncidentState state,
            @RequestParam(name = "severity", required = false) @Nullable Severity severity,
            @RequestParam(name = "provider", required = false) @Nullable String provider,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "assignee", required = false) @Nullable String assignee,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return reader.list(
                new IncidentStore.Filter(state, severity, provider, region, assignee),
                Cursors.id(cursor),
                Cursors.limit(limit),
                Actor.current());
    }

    @Operation(summary = "One incident with its alerts, timeline and notifications")
    @GetMapping(path = "/api/v1/incidents/{id}", produces = "application/json")
    ResponseEntity<IncidentView> get(@PathVariable("id") UUID id) {
        return tagged(reader.get(id, Actor.current()));
    }

    @Operation(summary = "Takes an incident")
    @ApiResponse(
            responseCode = "200",
            description = "acknowledged",
            content = @Content(schema = @Schema(implementation = IncidentView.class)))
    @PostMapping(path = "/api/v1/incidents/{id}/acknowledge", produces = "application/json")
    ResponseEntity<?> acknowledge(
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/incidents/" + id + "/acknowledge", Map.of("id", id), () -> {
            incidents.acknowledge(id, ifMatch, Actor.current());
            return tagged(reader.get(id, Actor.current()));
        });
    }

    @Operation(summary = "Gives an incident to somebody")
    @ApiResponse(
            responseCode = "200",
            description = "handed over",
            content = @Content(schema = @Schema(implementation = IncidentView.class)))
    @PostMapping(path = "/api/v1/incidents/{id}/handover", produces = "application/json")
    ResponseEntity<?> handOver(
            @PathVariable("id") UUID id,
            @RequestBody Handover handover,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/incidents/" + id + "/handover", handover, () -> {
            incidents.handOver(id, handover.to(), handover.note(), ifMatch, Actor.current());
            return tagged(reader.get(id, Actor.current()));
        });
    }

    @Operation(summary = "Adds a note to the timeline of an incident")
    @ApiResponse(
            responseCode = "200",
            description = "added",
            content = @Content(schema = @Schema(implementation = IncidentView.class)))
    @PostMapping(path = "/api/v1/incidents/{id}/notes", produces = "application/json")
    ResponseEntity<?> note(
            @PathVariable("id") UUID id,
            @RequestBody NewNote note,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/incidents/" + id + "/notes", note, () -> {
            incidents.note(id, note.text(), Actor.current());
            return tagged(reader.get(id, Actor.current()));
        });
    }

    @Operation(summary = "The report of an incident, as JSON or as Markdown")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = IncidentReport.class)),
                @Content(mediaType = "text/markdown", schema = @Schema(type = "string"))
            })
    @GetMapping("/api/v1/incidents/{id}/report")
    ResponseEntity<?> report(
            @PathVariable("id") UUID id,
            @RequestParam(name = "format", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"json", "markdown"}))
                    @Nullable
                    String format) {
        IncidentReport report = reader.report(id, Actor.current());
        return switch (format == null ? "json" : format) {
            case "json" ->
                ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report);
            case "markdown" ->
                ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("text/markdown;charset=UTF-8"))
                        .body(report.markdown());
            default -> throw ProblemException.invalidField("format", format, "one of json, markdown");
        };
    }

    private static ResponseEntity<IncidentView> tagged(IncidentView incident) {
        return ResponseEntity.ok().eTag(ETags.of(incident.version())).body(incident);
    }
}
