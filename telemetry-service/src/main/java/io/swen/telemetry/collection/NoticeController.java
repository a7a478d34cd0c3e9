package io.swen.telemetry.collection;

import static io.swen.telemetry.support.Columns.text;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.catalog.Provider;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
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
        List<String> after = Cursors.decode(cursor, 1);
        int size = Cursors.limit(limit);
        Actor actor = Actor.current();
        StringBuilder sql = new StringBuilder(
                "select id, provider, region, instance_id, notice_id, kind, detail, noticed_at,"
                        + " effective_at, received_at, workload, team, environment, simulated from interruption_notice where true");
        List<Object> parameters = new ArrayList<>();
        add(sql, parameters, "instance_id = ?", instance);
        add(sql, parameters, "workload = ?", workload);
        add(sql, parameters, "region = ?", region);
        add(sql, parameters, "kind = ?", kind);
        add(sql, parameters, "team = any (?)", array(actor.teamFilter()));
        add(sql, parameters, "environment = any (?)", array(actor.environmentFilter()));
        add(sql, parameters, "id < ?", after == null ? null : number(after.getFirst()));
        sql.append(" order by id desc limit ?");
        parameters.add(size + 1);
        List<Numbered> rows = jdbc.query(sql.toString(), (row, index) -> notice(row), parameters.toArray());
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
        StringBuilder sql = new StringBuilder("select provider, region, zone, instance_type, placement_score, in_stock,"
                + " interruption_rate, source, observed_at, received_at, simulated from capacity_hint where true");
        List<Object> parameters = new ArrayList<>();
        add(sql, parameters, "region = ?", region);
        add(sql, parameters, "zone = ?", zone);
        add(sql, parameters, "instance_type = ?", instanceType);
        if (after != null) {
            sql.append(" and (zone, instance_type, source) > (?, ?, ?)");
            parameters.addAll(after);
        }
        sql.append(" order by zone, instance_type, source limit ?");
        parameters.add(size + 1);
        List<CapacityView> rows = jdbc.query(sql.toString(), (row, index) -> capacity(row), parameters.toArray());
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

    private static String @Nullable [] array(@Nullable Set<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }

    private static void add(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            parameters.add(value);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
