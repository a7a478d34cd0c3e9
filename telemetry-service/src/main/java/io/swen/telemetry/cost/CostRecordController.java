package io.swen.telemetry.cost;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import io.swen.telemetry.cost.CostReader.Days;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The ledger, row by row, in the columns of FOCUS 1.3. */
@RestController
class CostRecordController {

    private final CostRecords records;
    private final Clock clock;

    CostRecordController(CostRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** A page of cost records under the specification's column names; decimals are text. */
    record CostRecordPage(
            String focusVersion,
            List<Map<String, @Nullable Object>> items,
            @Nullable String next) {

        CostRecordPage {
            items = List.copyOf(items);
        }
    }

    @Operation(
            summary = "Cost records in the columns of FOCUS 1.3, in order of their charge periods",
            description =
                    "Without from and to the span is the month to date. Accept: text/csv answers all rows at once.")
    @GetMapping(path = "/api/v1/costs/records", produces = "application/json")
    CostRecordPage records(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        Days days = Days.of(from, to, clock.instant());
        Page<Map<String, @Nullable Object>> page = records.page(
                CostScope.of(Actor.current()), days.start(), days.end(), workloadId, cursor, Cursors.limit(limit));
        return new CostRecordPage(Focus.VERSION, page.items(), page.next());
    }

    @Operation(summary = "The same as a CSV file")
    @GetMapping(path = "/api/v1/costs/records", produces = "text/csv")
    ResponseEntity<StreamingResponseBody> csv(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        Days days = Days.of(from, to, clock.instant());
        CostScope scope = CostScope.of(Actor.current());
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("focus-" + days.from() + "-to-" + days.to() + ".csv")
                                .build()
                                .toString())
                .body(out -> {
                    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    records.csv(scope, days.start(), days.end(), writer);
                    writer.flush();
                });
    }
}
