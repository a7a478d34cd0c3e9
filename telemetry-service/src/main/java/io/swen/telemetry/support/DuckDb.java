package io.swen.telemetry.support;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An in-memory DuckDB that fetches nothing from the network and uses no more than it may. */
public final class DuckDb implements AutoCloseable {

    /** What runs on a statement that is ended when it takes too long. */
    public interface Work<T> {
        T on(Statement statement) throws SQLException;
    }

    private final Connection connection;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("duckdb-watch").factory());

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens one.
     *
     * @param spill where it may put what does not fit into memory
     */
    public static DuckDb open(String memory, int threads, Path spill) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memory);
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("temp_directory", spill.toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("jdbc_stream_results", "true");
        DuckDb opened = new DuckDb(DriverManager.getConnection("jdbc:duckdb:", settings));
        opened.execute("set timezone = 'UTC'");
        return opened;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Runs something on a statement.
     *
     * @throws java.sql.SQLTimeoutException if it was ended because it took too long
     */
    public <T> T within(Duration limit, Work<T> work) throws SQLException {
        AtomicBoolean ended = new AtomicBoolean();
        try (Statement statement = connection.createStatement()) {
            Future<?> alarm = watch.schedule(
                    () -> {
                        ended.set(true);
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            // It ended by itself in this very moment.
                            ended.set(false);
                        }
                    },
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            try {
                return work.on(statement);
            } catch (SQLException e) {
                if (ended.get()) {
                    throw new java.sql.SQLTimeoutException("took longer than " + limit, e);
                }
                throw e;
            } finally {
                alarm.cancel(false);
            }
        }
    }

    /** A text as SQL writes it. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        watch.shutdownNow();
        connection.close();
    }
}
