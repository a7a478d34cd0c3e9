package io.swen.telemetry.export;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import io.swen.telemetry.export.ExportStore.Export;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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

/** Exports to Parquet: started by hand, and looked at while they run. */
@RestController
class ExportController {

    private static final String EXPORTS = "/api/v1/exports";

    private final Exports exports;
    private final Idempotency idempotency;

    ExportController(Exports exports, Idempotency idempotency) {
        this.exports = exports;
        this.idempotency = idempotency;
    }

    /**
     * What to export.
     *
     * @param kinds all when absent
     * @param from the first day; {@code to} when absent
     * @param to the last day; today when absent
     */
    record ExportRequest(
            @Nullable List<String> kinds,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    /**
     * An export and how far it is.
     *
     * @param target where its files stand
     * @param scheduledDay the day whose end started it; null for one that somebody started
     * @param partitions how many files of a kind and a day it is about
     * @param progressPercent of the partitions
     * @param currentPartition what is being written
     */
    record ExportView(
            UUID id,
            String state,
            List<String> kinds,
            LocalDate from,
            LocalDate to,
            String target,
            @Nullable UUID author,
            @Nullable LocalDate scheduledDay,
            int partitions,
            int partitionsDone,
            BigDecimal progressPercent,
            @Nullable String currentPartition,
            long rows,
            long bytes,
            @Nullable String failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        ExportView {
            kinds = List.copyOf(kinds);
        }

        static ExportView of(Export export) {
            return new ExportView(
                    export.id(),
                    export.state(),
                    export.kinds(),
                    export.from(),
                    export.to(),
                    export.target(),
                    export.author(),
                    export.scheduledDay(),
                    export.partitions(),
                    export.partitionsDone(),
                    BigDecimal.valueOf(100L * export.partitionsDone())
                            .divide(BigDecimal.valueOf(export.partitions()), 1, RoundingMode.DOWN),
                    export.currentPartition(),
                    export.rows(),
                    export.bytes(),
                    export.failure(),
                    export.createdAt(),
                    export.startedAt(),
                    export.finishedAt());
        }
    }

    @Operation(
            summary = "Start an export to Parquet, of whole days",
            description = "A day that did not change since it was exported is not written again.")
    @PostMapping(path = EXPORTS, consumes = "application/json", produces = "application/json")
    ResponseEntity<?> start(
            @RequestBody ExportRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST " + EXPORTS, request, () -> {
            Export started = exports.start(request, Actor.current());
            return ResponseEntity.accepted()
                    .location(URI.create(EXPORTS + "/" + started.id()))
                    .body(ExportView.of(started));
        });
    }

    @Operation(summary = "Exports, the newest first")
    @GetMapping(path = EXPORTS, produces = "application/json")
    Page<ExportView> list(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return exports.page(Cursors.id(cursor), Cursors.limit(limit), Actor.current())
                .map(ExportView::of);
    }

    @Operation(summary = "An export and how far it is")
    @GetMapping(path = EXPORTS + "/{id}", produces = "application/json")
    ExportView get(@PathVariable("id") UUID id) {
        return ExportView.of(exports.get(id, Actor.current()));
    }
}
