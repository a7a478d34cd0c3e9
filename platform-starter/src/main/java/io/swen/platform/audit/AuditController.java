package io.swen.platform.audit;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lets auditors search, verify and export the audit log of this service. */
@RestController
class AuditController {

    private final AuditSearch search;
    private final Verification verification;
    private final AuditLog audit;
    private final TransactionOperations transaction;
    private final String service;

    AuditController(
            AuditSearch search,
            Verification verification,
            AuditLog audit,
            TransactionOperations transaction,
            String service) {
        this.search = search;
        this.verification = verification;
        this.audit = audit;
        this.transaction = transaction;
        this.service = service;
    }

    @GetMapping("/api/v1/audit/{service}/events")
    Page<AuditView> events(
            @PathVariable("service") String of,
            @RequestParam(name = "actor", required = false) @Nullable UUID actor,
            @RequestParam(name = "action", required = false) @Nullable String action,
            @RequestParam(name = "resource_type", required = false) @Nullable String resourceType,
            @RequestParam(name = "resource_id", required = false) @Nullable String resourceId,
            @RequestParam(name = "outcome", required = false) @Nullable AuditOutcome outcome,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "q", required = false) @Nullable String q,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        requireOwn(of);
        AuditQuery query =
                new AuditQuery(actor, action, resourceType, resourceId, outcome, team, environment, from, to, q);
        return search.find(query, cursor, Cursors.limit(limit), Actor.current());
    }

    @GetMapping("/api/v1/audit/{service}/verification")
    VerificationReport verification(
            @PathVariable("service") String of,
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "rows", required = false) @Nullable Integer rows) {
        requireOwn(of);
        int wanted = rows == null ? Verification.DEFAULT_ROWS : rows;
        if (wanted < 1 || wanted > Verification.MAX_ROWS) {
            throw ProblemException.invalidField("rows", wanted, "1 to " + Verification.MAX_ROWS);
        }
        return verification.check(after, wanted);
    }

    @GetMapping("/api/v1/audit/{service}/export")
    void export(
            @PathVariable("service") String of,
            @RequestParam(name = "format", required = false, defaultValue = "jsonl") AuditSearch.ExportFormat format,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        requireOwn(of);
        AuditQuery query = new AuditQuery(null, null, null, null, null, null, null, from, to, null);
        transaction.executeWithoutResult(status -> audit.record(
                "audit.export",
                "audit",
                service,
                null,
                Map.of(
                        "format", format,
                        "from", String.valueOf(from),
                        "to", String.valueOf(to))));
        response.setContentType(format.mediaType());
        response.setHeader("Cache-Control", "no-store");
        search.export(query, format, Actor.current(), response.getOutputStream());
    }

    private void requireOwn(String of) {
        if (!service.equals(of)) {
            throw ProblemException.notFound("audit log", of);
        }
    }
}
