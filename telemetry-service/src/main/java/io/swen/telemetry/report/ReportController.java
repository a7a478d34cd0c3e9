package io.swen.telemetry.report;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import io.swen.telemetry.notification.Notifications;
import io.swen.telemetry.report.ReportStore.Report;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports of days, weeks and months. */
@RestController
class ReportController {

    private static final String REPORTS = "/api/v1/reports";
    /** A page of figures needs no script, no picture and no other page. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final Reports reports;
    private final Idempotency idempotency;

    ReportController(Reports reports, Idempotency idempotency) {
        this.reports = reports;
        this.idempotency = idempotency;
    }

    /**
     * What to report on.
     *
     * @param period {@code daily}, {@code weekly} or {@code monthly}
     * @param day one within it; the last period that ended when absent
     * @param team all teams together when absent
     */
    record ReportRequest(
            @Nullable String period,
            @Nullable LocalDate day,
            @Nullable String team) {}

    /** A report; {@code to} is its last day. */
    record ReportView(
            UUID id,
            String period,
            LocalDate from,
            LocalDate to,
            @Nullable String team,
            boolean scheduled,
            @Nullable UUID author,
            Instant createdAt,
            Money total,
            String basis,
            boolean simulated,
            List<Notifications.View> deliveries,
            @Nullable ReportContent content) {

        ReportView {
            deliveries = List.copyOf(deliveries);
        }
    }

    @Operation(summary = "Reports, the newest first, without their content")
    @GetMapping(path = REPORTS, produces = "application/json")
    Page<ReportView> list(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return reports.page(Actor.current(), Cursors.id(cursor), Cursors.limit(limit))
                .map(report -> view(report, false));
    }

    @Operation(summary = "Make a report now")
    @PostMapping(path = REPORTS, consumes = "application/json", produces = "application/json")
    ResponseEntity<?> make(
            @RequestBody ReportRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST " + REPORTS, request, () -> {
            ReportPeriod period = ReportPeriod.of(request.period() == null ? "" : request.period());
            Report made = reports.make(period, request.day(), request.team(), Actor.current());
            return ResponseEntity.created(URI.create(REPORTS + "/" + made.id())).body(view(made, true));
        });
    }

    @Operation(summary = "A report", description = "Also as text/html and text/csv, by the Accept header.")
    @GetMapping(path = REPORTS + "/{id}", produces = "application/json")
    ReportView get(@PathVariable("id") UUID id) {
        return view(reports.get(id, Actor.current()), true);
    }

    @Operation(summary = "A report as a page")
    @GetMapping(path = REPORTS + "/{id}", produces = "text/html")
    ResponseEntity<String> html(@PathVariable("id") UUID id) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .header("Content-Security-Policy", POLICY)
                .body(ReportWriter.html(reports.get(id, Actor.current()).content()));
    }

    @Operation(summary = "A report as CSV")
    @GetMapping(path = REPORTS + "/{id}", produces = "text/csv")
    ResponseEntity<String> csv(@PathVariable("id") UUID id) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(ReportWriter.csv(reports.get(id, Actor.current()).content()));
    }

    private ReportView view(Report report, boolean whole) {
        return new ReportView(
                report.id(),
                report.period().id(),
                report.from(),
                report.to(),
                report.team(),
                report.scheduled(),
                report.author(),
                report.createdAt(),
                report.content().total(),
                report.content().basis(),
                report.content().simulated(),
                reports.deliveries(report.id()),
                whole ? report.content() : null);
    }
}
