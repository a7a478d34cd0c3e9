package io.swen.telemetry.support;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.stereotype.Component;

/** Moves many rows with PostgreSQL's COPY, on the connection of the transaction at hand. */
@Component
public class BulkCopy {

    private static final int BUFFER = 1 << 16;

    private final DataSource database;
    private final MeterRegistry metrics;

    BulkCopy(DataSource database, MeterRegistry metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /** Takes rows, one call a row. */
    public interface Rows {

        /** Adds a row; values are written by {@code toString}, null as null. */
        void add(@Nullable Object... values);
    }

    /**
     * Writes rows into a table.
     *
     * @param columns names separated by commas, in the order of the values
     * @return how many rows were written
     */
    public long in(String table, String columns, Consumer<Rows> producer) {
        String sql = "copy " + table + " (" + columns + ") from stdin";
        long written = on(sql, connection -> {
            CopyIn copy = connection.getCopyAPI().copyIn(sql);
            try {
                Writer writer = new Writer(copy);
                producer.accept(writer);
                writer.flush();
                return copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        });
        metrics.counter(TelemetryMetric.ROWS_INGESTED.id(), "table", table).increment(written);
        return written;
    }

    /** Streams the rows of a query as CSV with a header row; nothing is held but a buffer. */
    public long csv(String query, OutputStream out) {
        String sql = "copy (" + query + ") to stdout with (format csv, header true)";
        return on(sql, connection -> connection.getCopyAPI().copyOut(sql, out));
    }

    private interface Work {
        long on(PGConnection connection) throws SQLException, IOException;
    }

    private long on(String sql, Work work) {
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            return work.on(connection.unwrap(PGConnection.class));
        } catch (SQLException e) {
            var translated = new SQLErrorCodeSQLExceptionTranslator(database).translate("copy", sql, e);
            throw translated == null ? new DataAccessResourceFailureException(sql, e) : translated;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private static final class Writer implements Rows {

        private final CopyIn copy;
        private final StringBuilder text = new StringBuilder(BUFFER + 1024);

        Writer(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void add(@Nullable Object... values) {
            for (int i = 0; i < values.length; i++) {
                if (i > 0) {
                    text.append('\t');
                }
                Object value = values[i];
                if (value == null) {
                    text.append("\\N");
                } else {
                    append(value.toString());
                }
            }
            text.append('\n');
            if (text.length() >= BUFFER) {
                flush();
            }
        }

        private void append(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '\\' -> text.append("\\\\");
                    case '\t' -> text.append("\\t");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    default -> text.append(c);
                }
            }
        }

        void flush() {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException("rows could not be sent", e);
            }
            text.setLength(0);
        }
    }
}
