package io.swen.cli.database;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/** Streams every row of every table of every database of a server, as a dump would, through the driver's {@code COPY}. */
public final class DatabaseContents {

    /** Temporary tables are left out: no session may read another's, and they end with it. */
    private static final String TABLES =
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in"
                    + " ('pg_catalog', 'information_schema') and schemaname not like 'pg\\_temp\\_%' and not exists (select from pg_partitioned_table p"
                    + " where p.partrelid = format('%I.%I', schemaname, tablename)::regclass) order by 1";

    private final PostgresServer server;

    public DatabaseContents(PostgresServer server) {
        this.server = server;
    }

    /** The names of all databases. */
    public List<String> databases() throws SQLException, IOException {
        try (Connection connection = server.connect("postgres")) {
            return strings(connection, "select datname from pg_database where datallowconn order by 1");
        }
    }

    /**
     * Writes each table's rows as text into a sink of its own.
     *
     * @param sinks makes the sink of the next table
     * @param done is told the table's name and its sink, once it is written
     */
    public <S extends OutputStream> void read(String database, Supplier<S> sinks, BiConsumer<String, S> done)
            throws SQLException, IOException {
        try (Connection connection = server.connect(database)) {
            for (String table : strings(connection, TABLES)) {
                S sink = sinks.get();
                // The name comes from the catalog, quoted by the server; COPY takes no parameters.
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (select * from " + table + ") to stdout", sink);
                done.accept(table, sink);
            }
        }
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
