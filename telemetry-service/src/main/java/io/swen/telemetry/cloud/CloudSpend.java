package io.swen.telemetry.cloud;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What this service's own calls to the clouds cost, by provider, call and day, and how the month's budget stands. */
@Component
public class CloudSpend {

    private static final int SCALE = 6;

    /**
     * The calls of a kind on a day.
     *
     * @param calls attempts, whether they were answered or not
     * @param billedUnits what the provider bills: metrics asked for, or requests; 0 for a free call
     */
    public record Usage(
            String provider, String action, LocalDate day, long calls, long billedUnits, BigDecimal costUsd) {}

    /**
     * How a month stands.
     *
     * @param month its first day
     * @param budgetUsd at which billed calls stop until the next month
     */
    public record Month(LocalDate month, BigDecimal spentUsd, BigDecimal budgetUsd) {

        /** How much of the budget is spent, in per cent. */
        public BigDecimal percent() {
            return budgetUsd.signum() == 0
                    ? BigDecimal.valueOf(100)
                    : spentUsd.multiply(BigDecimal.valueOf(100)).divide(budgetUsd, 1, RoundingMode.HALF_UP);
        }
    }

    /** An application event: the month's spend passed a part of its budget for the first time. */
    public record Warned(LocalDate month, int percent, BigDecimal spentUsd, BigDecimal budgetUsd) {}

    private final JdbcTemplate jdbc;
    private final CloudProperties properties;
    private final Clock clock;

    CloudSpend(JdbcTemplate jdbc, CloudProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** The calls of some days, the first and the last included. */
    public List<Usage> usage(LocalDate from, LocalDate to) {
        return jdbc.query(
                "select provider, action, day, calls, billed_units, cost_usd from cloud_call_usage"
                        + " where day between ? and ? order by day, provider, action",
                (row, index) -> new Usage(
                        String.valueOf(row.getString(1)),
                        String.valueOf(row.getString(2)),
                        row.getObject(3, LocalDate.class),
                        row.getLong(4),
                        row.getLong(5),
                        row.getBigDecimal(6)),
                from,
                to);
    }

    /** The month at hand. */
    public Month month() {
        LocalDate first = today().withDayOfMonth(1);
        return new Month(first, spent(first), properties.apiBudgetUsd());
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    BigDecimal spent(LocalDate month) {
        BigDecimal sum = jdbc.queryForObject(
                "select coalesce(sum(cost_usd), 0) from cloud_call_usage where day >= ? and day < ?",
                BigDecimal.class,
                month,
                month.plusMonths(1));
        return sum == null ? BigDecimal.ZERO : sum.setScale(SCALE, RoundingMode.HALF_UP);
    }
}
