package io.swen.telemetry.collection;

import static io.swen.telemetry.support.Columns.text;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.catalog.Provider;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.support.ListQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the providers announced, and how likely they say that capacity is to be had. */
@RestController
class NoticeController {

    private static final Set<String> KINDS = Set.of("interruption", "rebalance", "scheduled_event");

    private final JdbcTemplate jdbc;

    NoticeController(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A notice.
     *
     * @param effectiveAt when it takes effect; null where the provider gives no time
     * @param workload null where SWEN did not start the instance, or had not seen it yet
     */
    record NoticeView(
            Provider provider,
            String region,
            String instanceId,
            String noticeId,
            String kind,
            @Nullable String detail,
            Instant noticedAt,
            @Nullable Instant effectiveAt,
            Instant receivedAt,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            boolean simulated) {}

    /**
     * How likely capacity is to be had; what the source does not tell is null.
     *
     * @param placementScore 10 very likely to 1 unlikely, for spot
     * @param interruptionRate the fraction of spot instances that were taken back lately
     */
    record CapacityView(
            Provider provider,
            String region,
            String zone,
            String instanceType,
            @Nullable Integer placementScore,
            @Nullable Boolean inStock,
            @Nullable Double interruptionRate,
            String source,
            Instant observedAt,
            Instant receivedAt,
            boolean simulated) {}

    private record Numbered(long id, NoticeView view) {}

    @Operation(summary = "Lists interruption, rebalance and maintenance notices of the providers, newest first")
    @GetMapping(path = "/api/v1/instances/notices", produces = "application/json")
    Page<NoticeView> notices(
            @RequestParam(name = "instance", required = false) @Nullable String instance,
            @RequestParam(name = "workload", required = false) @Nullable String workload,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "kind", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"interruption", "rebalance", "scheduled_event"}))
                    @Nullable
                    String kind,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        if (kind != null && !KINDS.contains(kind)) {
            throw ProblemException.invalidField("kind", kind, "one of interruption, rebalance, scheduled_event");
        }
        int size = Cursors.limit(limit);
        List<Numbered> rows = ListQuery.of(
                        "select id, provider, region, instance_id, notice_id, kind, detail, noticed_at,"
                                + " effective_at, received_at, workload, team, environment, simulated from interruption_notice")
                .with("instance_id = ?", instance)
                .with("workload = ?", workload)
                .with("region = ?", region)
                .with("kind = ?", kind)
                .seenBy(Actor.current())
                .newestFirst(jdbc, (row, index) -> notice(row), Cursors.number(cursor), size + 1);
        return Page.of(rows, size, row -> Cursors.encode(row.id())).map(Numbered::view);
    }

    @Operation(
            summary = "Lists what the providers last said of capacity, by zone and type",
            description =
                    "Spot placement scores of AWS; stock and spot advice of Alibaba Cloud; for types that run as spot.")
    @GetMapping(path = "/api/v1/offers/capacity-hints", produces = "application/json")
    Page<CapacityView> capacity(
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestParam(name = "instance_type", required = false) @Nullable String instanceType,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        List<String> after = Cursors.decode(cursor, 3);
        int size = Cursors.limit(limit);
        ListQuery query = ListQuery.of("select provider, region, zone, instance_type, placement_score, in_stock,"
                        + " interruption_rate, source, observed_at, received_at, simulated from capacity_hint")
                .with("region = ?", region)
                .with("zone = ?", zone)
                .with("instance_type = ?", instanceType);
        if (after != null) {
            query.and("(zone, instance_type, source) > (?, ?, ?)", after.toArray());
        }
        List<CapacityView> rows =
                query.rows(jdbc, (row, index) -> capacity(row), "zone, instance_type, source", size + 1);
        return Page.of(rows, size, row -> Cursors.encode(row.zone(), row.instanceType(), row.source()));
    }

    private static Numbered notice(ResultSet row) throws SQLException {
        Timestamp effective = row.getTimestamp(9);
        return new Numbered(
                row.getLong(1),
                new NoticeView(
                        provider(row, 2),
                        text(row, 3),
                        text(row, 4),
                        text(row, 5),
                        text(row, 6),
                        row.getString(7),
                        row.getTimestamp(8).toInstant(),
                        effective == null ? null : effective.toInstant(),
                        row.getTimestamp(10).toInstant(),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13),
                        row.getBoolean(14)));
    }

    private static CapacityView capacity(ResultSet row) throws SQLException {
        return new CapacityView(
                provider(row, 1),
                text(row, 2),
                text(row, 3),
                text(row, 4),
                row.getObject(5, Integer.class),
                row.getObject(6, Boolean.class),
                row.getObject(7, Double.class),
                text(row, 8),
                row.getTimestamp(9).toInstant(),
                row.getTimestamp(10).toInstant(),
                row.getBoolean(11));
    }

    private static Provider provider(ResultSet row, int column) throws SQLException {
        return Provider.valueOf(text(row, column).toUpperCase(Locale.ROOT));
    }
}
