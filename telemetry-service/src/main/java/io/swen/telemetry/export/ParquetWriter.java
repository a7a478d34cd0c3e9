package io.swen.telemetry.export;

import io.swen.telemetry.export.ExportKind.Column;
import io.swen.telemetry.support.DuckDb;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Turns CSV as PostgreSQL writes it into a Parquet file. */
final class ParquetWriter {

    private static final int THREADS = 1;
    private static final int ROWS_OF_A_GROUP = 100_000;

    private ParquetWriter() {}

    /**
     * Writes the file and reads it back.
     *
     * @param spill where DuckDB may put what does not fit into memory
     * @throws SQLException also if the file does not hold {@code rows} rows
     */
    static void write(
            Path csv, Path parquet, List<Column> columns, long rows, String memory, Duration limit, Path spill)
            throws SQLException {
        String types = columns.stream()
                .map(column -> DuckDb.literal(column.name()) + ": " + DuckDb.literal(column.type()))
                .collect(Collectors.joining(", ", "{", "}"));
        String source = "read_csv(" + DuckDb.literal(csv.toString())
                + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
                + " allow_quoted_nulls = false, parallel = false, columns = " + types + ")";
        try (DuckDb duck = DuckDb.open(memory, THREADS, spill)) {
            long read = duck.within(limit, statement -> {
                statement.execute("copy (select * from " + source + ") to " + DuckDb.literal(parquet.toString())
                        + " (format parquet, compression zstd, row_group_size " + ROWS_OF_A_GROUP + ")");
                return count(statement, parquet);
            });
            if (read != rows) {
                throw new SQLException(parquet.getFileName() + " holds " + read + " rows, " + rows + " were read");
            }
        }
    }

    private static long count(Statement statement, Path parquet) throws SQLException {
        try (ResultSet result = statement.executeQuery(
                "select count(*) from read_parquet(" + DuckDb.literal(parquet.toString()) + ")")) {
            result.next();
            return result.getLong(1);
        }
    }
}
