package io.swen.telemetry.alert;

import io.swen.telemetry.alert.AlertRule.Budget;
import io.swen.telemetry.budget.BudgetThresholdCrossed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Notes which thresholds budgets passed, in the transaction that finds it, and evaluates rules about it. */
@Component
class BudgetConditions {

    private final JdbcTemplate jdbc;

    BudgetConditions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Within a month a budget only gets higher; the next month begins anew. */
    @EventListener
    @Transactional(propagation = Propagation.REQUIRED)
    public void crossed(BudgetThresholdCrossed crossed) {
        BigDecimal percent = crossed.budget().amount().signum() == 0
                ? BigDecimal.valueOf(crossed.thresholdPercent())
                : crossed.amount()
                        .amount()
                        .movePointRight(2)
                        .divide(crossed.budget().amount(), 2, RoundingMode.HALF_EVEN);
        jdbc.update(
                "insert into alert_budget (budget, kind, name, team, environment, provider, month, threshold, percent, simulated,"
                        + " at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (budget, kind) do update set"
                        + " name = excluded.name, team = excluded.team, environment = excluded.environment,"
                        + " provider = excluded.provider, month = excluded.month, threshold = excluded.threshold,"
                        + " percent = excluded.percent, simulated = excluded.simulated, at = excluded.at"
                        + " where (excluded.month, excluded.threshold) > (alert_budget.month, alert_budget.threshold)",
                crossed.budgetId(),
                crossed.kind(),
                crossed.name(),
                crossed.team(),
                crossed.environment(),
                crossed.provider(),
                Date.valueOf(crossed.month()),
                crossed.thresholdPercent(),
                percent.doubleValue(),
                crossed.simulated(),
                Timestamp.from(crossed.at()));
    }

    Findings find(Budget budget, Instant now) {
        LocalDate month = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1);
        List<Reading> passed = jdbc.query(
                "select name, kind, team, environment, provider, month, threshold, percent, simulated, at from alert_budget"
                        + " where month = ? order by name, budget, kind",
                (row, index) -> {
                    Map<String, String> labels = new TreeMap<>();
                    labels.put("budget", String.valueOf(row.getString(1)));
                    labels.put("kind", String.valueOf(row.getString(2)));
                    labels.put("month", String.valueOf(row.getString(6)).substring(0, 7));
                    put(labels, "team", row.getString(3));
                    put(labels, "environment", row.getString(4));
                    put(labels, "cloud", row.getString(5));
                    return new Reading(
                            labels,
                            Map.of("threshold", Integer.toString(row.getInt(7))),
                            row.getDouble(8),
                            null,
                            row.getString(3),
                            row.getString(4),
                            false,
                            row.getBoolean(9),
                            row.getTimestamp(10).toInstant());
                },
                Date.valueOf(month));
        return Findings.of(
                passed.stream()
                        .filter(reading -> {
                            int threshold = Integer.parseInt(reading.detail().getOrDefault("threshold", "0"));
                            return threshold >= budget.minPercent()
                                    && threshold < budget.belowPercent()
                                    && (budget.kinds().isEmpty()
                                            || budget.kinds()
                                                    .contains(Objects.requireNonNull(
                                                            reading.labels().get("kind"))));
                        })
                        .toList(),
                passed.size());
    }

    private static void put(Map<String, String> labels, String name, @Nullable String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }
}
