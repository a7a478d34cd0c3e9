package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the ledger: every cost once, at what was billed where that is known. Times are full hours. */
@Component
class CostLedger {

    static final String SCOPED =
            " (? or team = any (?)) and (? or environment = any (?)) and (?::text is null or provider = ?)";

    /** Costs of a span of time that have these in common. */
    record Sum(
            String provider,
            @Nullable String team,
            @Nullable String purchaseOption,
            boolean simulated,
            BigDecimal inSpan,
            BigDecimal inMonth,
            BigDecimal billedInSpan,
            boolean estimated) {}

    /** Costs of a day of what has a key in common. */
    record Daily(LocalDate day, @Nullable String key, BigDecimal usd, BigDecimal billedUsd, boolean simulated) {}

    /**
     * Sums of a span.
     *
     * @param usd of everything
     * @param billedUsd the part of it that stands on bills
     * @param comparableUsd the part whose baseline is known
     * @param baselineUsd what that part would have cost at its baseline
     */
    record Totals(
            BigDecimal usd,
            BigDecimal billedUsd,
            BigDecimal comparableUsd,
            BigDecimal baselineUsd,
            boolean estimated,
            boolean simulated) {}

    /** What the running of instances came to: hours of what, and their cost. */
    record Usage(
            BigDecimal usd,
            BigDecimal workloadHours,
            BigDecimal workloadUsd,
            BigDecimal vcpuHours,
            BigDecimal vcpuUsd,
            BigDecimal gpuHours,
            BigDecimal gpuUsd) {}

    /** What took effect: workloads and decisions whose instances ran. */
    record Effects(int instances, int launched, int workloads, int decisions) {}

    private final JdbcTemplate jdbc;

    CostLedger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Sums over full hours; {@code from}, {@code to} and {@code month} are full hours. */
    List<Sum> sums(Instant from, Instant to, Instant month, Instant monthEnd, CostScope scope) {
        return jdbc.query(
                "select provider, team, purchase_option, simulated,"
                        + " coalesce(sum(cost_usd) filter (where charge_start >= ? and charge_start < ?), 0),"
                        + " coalesce(sum(cost_usd) filter (where charge_start >= ? and charge_start < ?), 0),"
                        + " coalesce(sum(cost_usd) filter (where charge_start >= ? and charge_start < ? and basis = 'billed'), 0),"
                        + " bool_or(estimated)"
                        + " from cost_entry where charge_start >= least(?::timestamptz, ?::timestamptz)"
                        + " and charge_start < greatest(?::timestamptz, ?::timestamptz) and" + SCOPED
                        + " group by 1, 2, 3, 4",
                (row, index) -> new Sum(
                        String.valueOf(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBigDecimal(5),
                        row.getBigDecimal(6),
                        row.getBigDecimal(7),
                        row.getBoolean(8)),
                with(
                        scope,
                        Timestamp.from(from),
                        Timestamp.from(to),
                        Timestamp.from(month),
                        Timestamp.from(monthEnd),
                        Timestamp.from(from),
                        Timestamp.from(to),
                        Timestamp.from(from),
                        Timestamp.from(month),
                        Timestamp.from(to),
                        Timestamp.from(monthEnd)));
    }

    /** Costs by day and key, in order of days. */
    List<Daily> daily(CostScope scope, Grouping grouping, Instant from, Instant to) {
        return jdbc.query(
                "select (charge_start at time zone 'UTC')::date, " + grouping.column() + ", sum(cost_usd),"
                        + " coalesce(sum(cost_usd) filter (where basis = 'billed'), 0), bool_or(simulated)"
                        + " from cost_entry where charge_start >= ? and charge_start < ? and" + SCOPED
                        + " group by 1, 2 order by 1",
                (row, index) -> new Daily(
                        row.getDate(1).toLocalDate(),
                        row.getString(2),
                        row.getBigDecimal(3),
                        row.getBigDecimal(4),
                        row.getBoolean(5)),
                with(scope, Timestamp.from(from), Timestamp.from(to)));
    }

    Totals totals(CostScope scope, Instant from, Instant to) {
        return jdbc.query(
                        "select coalesce(sum(cost_usd), 0), coalesce(sum(cost_usd) filter (where basis = 'billed'), 0),"
                                + " coalesce(sum(cost_usd) filter (where baseline_usd is not null), 0),"
                                + " coalesce(sum(baseline_usd), 0), coalesce(bool_or(estimated), false),"
                                + " coalesce(bool_or(simulated), false)"
                                + " from cost_entry where charge_start >= ? and charge_start < ? and" + SCOPED,
                        (row, index) -> new Totals(
                                row.getBigDecimal(1),
                                row.getBigDecimal(2),
                                row.getBigDecimal(3),
                                row.getBigDecimal(4),
                                row.getBoolean(5),
                                row.getBoolean(6)),
                        with(scope, Timestamp.from(from), Timestamp.from(to)))
                .getFirst();
    }

    Usage usage(CostScope scope, Instant from, Instant to) {
        return jdbc.query(
                        "select coalesce(sum(e.cost_usd), 0),"
                                + " coalesce(sum(e.quantity) filter (where e.workload is not null), 0),"
                                + " coalesce(sum(e.cost_usd) filter (where e.workload is not null), 0),"
                                + " coalesce(sum(e.quantity * t.vcpu), 0),"
                                + " coalesce(sum(e.cost_usd) filter (where t.vcpu is not null), 0),"
                                + " coalesce(sum(e.quantity * t.gpus), 0),"
                                + " coalesce(sum(e.cost_usd) filter (where t.gpus > 0), 0)"
                                + " from cost_entry e left join instance_type t on t.provider = e.provider"
                                + " and t.name = e.instance_type where e.metered_usd is not null"
                                + " and e.charge_start >= ? and e.charge_start < ? and"
                                + SCOPED.replace("provider", "e.provider"),
                        (row, index) -> new Usage(
                                row.getBigDecimal(1),
                                row.getBigDecimal(2),
                                row.getBigDecimal(3),
                                row.getBigDecimal(4),
                                row.getBigDecimal(5),
                                row.getBigDecimal(6),
                                row.getBigDecimal(7)),
                        with(scope, Timestamp.from(from), Timestamp.from(to)))
                .getFirst();
    }

    Effects effects(CostScope scope, Instant from, Instant to) {
        return jdbc.query(
                        "select count(*), count(*) filter (where launched_at >= ? and launched_at < ?),"
                                + " count(distinct workload), count(distinct decision) filter (where launched_at >= ?"
                                + " and launched_at < ?) from instance where launched_at < ?"
                                + " and (ended_at is null or ended_at > ?) and" + SCOPED,
                        (row, index) -> new Effects(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4)),
                        with(
                                scope,
                                Timestamp.from(from),
                                Timestamp.from(to),
                                Timestamp.from(from),
                                Timestamp.from(to),
                                Timestamp.from(to),
                                Timestamp.from(from)))
                .getFirst();
    }

    /** The first day that has any cost in the scope; null where there is none. */
    @Nullable
    LocalDate firstDay(CostScope scope) {
        Date first = jdbc.query(
                        "select (min(charge_start) at time zone 'UTC')::date from cost_entry where" + SCOPED,
                        (row, index) -> new @Nullable Date[] {row.getDate(1)},
                        with(scope))
                .getFirst()[0];
        return first == null ? null : first.toLocalDate();
    }

    /** Parameters of a query that ends with {@link #SCOPED}. */
    static @Nullable Object[] with(CostScope scope, @Nullable Object... first) {
        List<@Nullable Object> all = new ArrayList<@Nullable Object>();
        all.addAll(Arrays.asList(first));
        all.add(scope.teams() == null);
        all.add(array(scope.teams()));
        all.add(scope.environments() == null);
        all.add(array(scope.environments()));
        all.add(scope.provider());
        all.add(scope.provider());
        return all.toArray();
    }

    private static String[] array(@Nullable Set<String> values) {
        return values == null ? new String[0] : values.toArray(String[]::new);
    }
}
