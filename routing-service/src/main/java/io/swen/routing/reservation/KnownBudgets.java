package io.swen.routing.reservation;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The stored copy of telemetry-service's budgets. */
@Repository
class KnownBudgets {

    private final JdbcTemplate jdbc;

    KnownBudgets(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts a newer reading in the place of the one before; an older one, of another instance, is left out. */
    @Transactional
    public void replace(List<KnownBudget> budgets, Instant readAt) {
        int newer = jdbc.update(
                "insert into budget_reading (id, read_at) values (1, ?) on conflict (id) do update"
                        + " set read_at = excluded.read_at where budget_reading.read_at <= excluded.read_at",
                Timestamp.from(readAt));
        if (newer == 0) {
            return;
        }
        jdbc.update("delete from known_budget");
        jdbc.batchUpdate(
                "insert into known_budget (id, name, team, environment, provider, amount_usd, month, spent_usd)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                budgets,
                Math.max(1, budgets.size()),
                (statement, budget) -> {
                    statement.setObject(1, budget.id());
                    statement.setString(2, budget.name());
                    statement.setString(3, budget.team());
                    statement.setString(4, budget.environment());
                    statement.setString(5, budget.provider());
                    statement.setBigDecimal(6, budget.amountUsd());
                    statement.setDate(7, Date.valueOf(budget.month()));
                    statement.setBigDecimal(8, budget.spentUsd());
                });
    }

    /** Domain time of the reading, or null before the first. */
    @Nullable
    Instant readAt() {
        return jdbc
                .query(
                        "select read_at from budget_reading",
                        (row, index) -> row.getTimestamp(1).toInstant())
                .stream()
                .findFirst()
                .orElse(null);
    }

    List<KnownBudget> all() {
        return jdbc.query(
                "select id, name, team, environment, provider, amount_usd, month, spent_usd from known_budget order by id",
                (row, index) -> new KnownBudget(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBigDecimal(6),
                        row.getDate(7).toLocalDate(),
                        row.getBigDecimal(8)));
    }
}
