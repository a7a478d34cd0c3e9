package io.swen.telemetry.budget;

import static io.swen.telemetry.support.Columns.text;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores budgets and which of their thresholds were crossed. */
@Component
class BudgetStore {

    private static final String COLUMNS = "id, name, team, environment, provider, amount_usd, thresholds, author,"
            + " created_at, updated_at, version";

    /** A threshold that was crossed. */
    record Crossing(LocalDate month, int threshold, String kind, BigDecimal amountUsd, Instant at) {}

    private final JdbcTemplate jdbc;

    BudgetStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Budget> all() {
        return jdbc.query("select " + COLUMNS + " from budget order by id", (row, index) -> budget(row));
    }

    Optional<Budget> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from budget where id = ?", (row, index) -> budget(row), id).stream()
                .findFirst();
    }

    /** The same, and nobody else may change it until the transaction ends. */
    Optional<Budget> lock(UUID id) {
        return jdbc
                .query("select " + COLUMNS + " from budget where id = ? for update", (row, index) -> budget(row), id)
                .stream()
                .findFirst();
    }

    int count() {
        Integer count = jdbc.queryForObject("select count(*) from budget", Integer.class);
        return count == null ? 0 : count;
    }

    void insert(Budget budget) {
        try {
            jdbc.update(
                    "insert into budget (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    budget.id(),
                    budget.name(),
                    budget.team(),
                    budget.environment(),
                    budget.provider(),
                    budget.amountUsd(),
                    budget.thresholds().toArray(Integer[]::new),
                    budget.author(),
                    Timestamp.from(budget.createdAt()),
                    Timestamp.from(budget.updatedAt()),
                    budget.version());
        } catch (DuplicateKeyException e) {
            throw exists(e);
        }
    }

    void update(Budget budget) {
        try {
            jdbc.update(
                    "update budget set name = ?, team = ?, environment = ?, provider = ?, amount_usd = ?, thresholds = ?,"
                            + " updated_at = ?, version = ? where id = ?",
                    budget.name(),
                    budget.team(),
                    budget.environment(),
                    budget.provider(),
                    budget.amountUsd(),
                    budget.thresholds().toArray(Integer[]::new),
                    Timestamp.from(budget.updatedAt()),
                    budget.version(),
                    budget.id());
        } catch (DuplicateKeyException e) {
            throw exists(e);
        }
        // A budget of another amount or of other costs is crossed anew.
        jdbc.update("delete from budget_crossing where budget = ?", budget.id());
    }

    void delete(UUID id) {
        jdbc.update("delete from budget where id = ?", id);
    }

    /** Notes that a threshold was crossed; false where that was noted before. */
    boolean cross(Budget budget, LocalDate month, int threshold, String kind, BigDecimal amountUsd, Instant at) {
        return jdbc.update(
                        "insert into budget_crossing (budget, month, threshold, kind, amount_usd, budget_usd, crossed_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        budget.id(),
                        Date.valueOf(month),
                        threshold,
                        kind,
                        amountUsd,
                        budget.amountUsd(),
                        Timestamp.from(at))
                == 1;
    }

    List<Crossing> crossings(UUID budget, LocalDate month) {
        return jdbc.query(
                "select month, threshold, kind, amount_usd, crossed_at from budget_crossing where budget = ? and month = ?"
                        + " order by crossed_at, threshold",
                (row, index) -> new Crossing(
                        row.getDate(1).toLocalDate(),
                        row.getInt(2),
                        String.valueOf(row.getString(3)),
                        row.getBigDecimal(4),
                        row.getTimestamp(5).toInstant()),
                budget,
                Date.valueOf(month));
    }

    private static ProblemException exists(DuplicateKeyException cause) {
        return ProblemException.of(
                ErrorCode.ALREADY_EXISTS, "there is a budget of this team, environment and provider already", cause);
    }

    private static Budget budget(ResultSet row) throws SQLException {
        return new Budget(
                uuid(row, 1),
                text(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBigDecimal(6),
                integers(row.getArray(7)),
                uuid(row, 8),
                row.getTimestamp(9).toInstant(),
                row.getTimestamp(10).toInstant(),
                row.getLong(11));
    }

    private static List<Integer> integers(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((Integer[]) array.getArray());
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return UUID.fromString(text(row, column));
    }
}
