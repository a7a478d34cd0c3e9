package io.swen.platform.audit;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Finds rows, and writes them out. */
final class AuditSearch {

    private static final int FETCH = 500;
    private static final int EXPORTS = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionOperations readOnly;
    private final JsonMapper json;
    private final String service;

    /** Each holds a connection for as long as its reader reads. */
    private final Semaphore exports = new Semaphore(EXPORTS);

    /**
     * @param jdbc with a limit for the time a search takes
     * @param readOnly without such a limit: an export goes on for as long as its reader reads
     */
    AuditSearch(JdbcTemplate jdbc, TransactionOperations readOnly, JsonMapper json, String service) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(java.util.Objects.requireNonNull(jdbc.getDataSource()));
        this.streaming.setFetchSize(FETCH);
        this.readOnly = readOnly;
        this.json = json;
        this.service = service;
    }

    /** A page of rows, the newest first. */
    Page<AuditView> find(AuditQuery query, @Nullable String cursor, int limit, Actor caller) {
        AuditQuery.Condition condition = query.condition(caller);
        List<String> after = Cursors.decode(cursor, 2);
        if (after != null) {
            try {
                condition.sql().append(" and (e.tx, e.seq) < (?::xid8, ?)");
                condition.parameters().add(Long.toUnsignedString(Long.parseUnsignedLong(after.get(0))));
                condition.parameters().add(Long.parseLong(after.get(1)));
            } catch (NumberFormatException e) {
                throw ProblemException.of(
                        ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
            }
        }
        condition.parameters().add(limit + 1);
        List<AuditRow> rows = jdbc.query(
                "select " + AuditRow.COLUMNS + " from audit.event e where " + condition.sql()
                        + " order by e.tx desc, e.seq desc limit ?",
                (row, index) -> AuditRow.read(row),
                condition.parameters().toArray());
        return Page.of(
                        rows,
                        limit,
                        row -> Cursors.encode(
                                row.position().txText(), row.position().seq()))
                .map(row -> AuditView.of(service, row, json));
    }

    /** Writes the rows as lines, the oldest first, while it reads them. */
    void export(AuditQuery query, ExportFormat format, Actor caller, OutputStream out) {
        if (!exports.tryAcquire()) {
            throw ProblemException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS, EXPORTS + " exports are under way already; try again", RETRY_AFTER);
        }
        try {
            write(query, format, caller, out);
        } finally {
            exports.release();
        }
    }

    private void write(AuditQuery query, ExportFormat format, Actor caller, OutputStream out) {
        AuditQuery.Condition condition = query.condition(caller);
        List<Object> parameters = new ArrayList<>(condition.parameters());
        String sql =
                "select " + AuditRow.COLUMNS + " from audit.event e where " + condition.sql() + " order by e.tx, e.seq";
        readOnly.executeWithoutResult(status -> {
            try (Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15)) {
                streaming.query(
                        connection -> {
                            PreparedStatement statement = connection.prepareStatement(sql);
                            for (int i = 0; i < parameters.size(); i++) {
                                set(statement, i + 1, parameters.get(i));
                            }
                            return statement;
                        },
                        (RowCallbackHandler) row -> write(lines, line(AuditRow.read(row), format)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void set(PreparedStatement statement, int index, Object parameter) throws SQLException {
        if (parameter instanceof String[] values) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", values));
        } else {
            statement.setObject(index, parameter);
        }
    }

    String line(AuditRow row, ExportFormat format) {
        return switch (format) {
            case JSONL -> json.writeValueAsString(AuditView.of(service, row, json));
            case CEF -> CommonEventFormat.line(service, row);
        };
    }

    private static void write(Writer lines, String line) {
        try {
            lines.write(line);
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The forms in which rows leave the platform. */
    enum ExportFormat {
        JSONL("application/x-ndjson"),
        CEF("text/plain;charset=UTF-8");

        private final String mediaType;

        ExportFormat(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }
}
