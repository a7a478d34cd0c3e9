package io.swen.telemetry.cost;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.cost.FocusColumn.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the ledger row by row in the columns of FOCUS. */
@Component
class CostRecords {

    private static final int ROWS_AT_ONCE = 1000;
    private static final int TIMEOUT_SECONDS = 60;

    private record Row(Instant start, String key, Map<String, @Nullable Object> values) {}

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    CostRecords(JdbcTemplate jdbc, DataSource database, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(database);
        this.streaming.setFetchSize(ROWS_AT_ONCE);
        this.streaming.setQueryTimeout(TIMEOUT_SECONDS);
        // The driver fetches in portions only within a transaction.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /** A page of rows in order of their charge periods, each as its columns. */
    Page<Map<String, @Nullable Object>> page(
            CostScope scope,
            Instant from,
            Instant to,
            @Nullable String workloadId,
            @Nullable String cursor,
            int limit) {
        List<String> after = Cursors.decode(cursor, 2);
        Instant start = after == null ? from : instant(after.getFirst());
        List<Row> rows = jdbc.query(
                query("(e.charge_start > ? or (e.charge_start = ? and e.entry_key > ?))"
                                + " and (?::text is null or e.workload = ?) and")
                        + " limit ?",
                (row, index) -> row(row),
                append(
                        CostLedger.with(
                                scope,
                                Timestamp.from(start.isBefore(from) ? from : start),
                                Timestamp.from(to),
                                Timestamp.from(start),
                                Timestamp.from(start),
                                after == null ? "" : after.getLast(),
                                workloadId,
                                workloadId),
                        limit + 1));
        return Page.of(rows, limit, row -> Cursors.encode(row.start(), row.key()))
                .map(Row::values);
    }

    /** Writes all rows as CSV with a header; nothing is held but a portion. */
    void csv(CostScope scope, Instant from, Instant to, Writer out) {
        reading.executeWithoutResult(status -> {
            try {
                for (int i = 0; i < Focus.COLUMNS.size(); i++) {
                    out.write((i == 0 ? "" : ",") + Focus.COLUMNS.get(i).id());
                }
                out.write("\r\n");
                streaming.query(
                        query(""),
                        row -> {
                            try {
                                line(row, out);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        CostLedger.with(scope, Timestamp.from(from), Timestamp.from(to)));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String query(String more) {
        return "select e.charge_start, e.entry_key, " + Focus.selectText()
                + " from cost_entry e where e.charge_start >= ? and e.charge_start < ? and " + more
                + CostLedger.SCOPED.replace("provider", "e.provider")
                + " order by e.charge_start, e.entry_key";
    }

    private static Row row(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < Focus.COLUMNS.size(); i++) {
            FocusColumn column = Focus.COLUMNS.get(i);
            // Decimals stay text, as a JSON number may go through a binary float on its way.
            values.put(column.id(), text(row, i + 3, column));
        }
        return new Row(row.getTimestamp(1).toInstant(), String.valueOf(row.getString(2)), values);
    }

    private static @Nullable String text(ResultSet row, int index, FocusColumn column) throws SQLException {
        if (column.type() != Type.DECIMAL) {
            return row.getString(index);
        }
        BigDecimal value = row.getBigDecimal(index);
        return value == null ? null : plain(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static void line(ResultSet row, Writer out) throws SQLException, IOException {
        for (int i = 0; i < Focus.COLUMNS.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            String value = text(row, i + 3, Focus.COLUMNS.get(i));
            if (value != null) {
                out.write(quoted(value));
            }
        }
        out.write("\r\n");
    }

    /** As RFC 4180 has it; an empty text is quoted, so that it is not taken for no value. */
    private static String quoted(String value) {
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }

    private static @Nullable Object[] append(@Nullable Object[] values, Object last) {
        @Nullable Object[] all = java.util.Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }
}
