package io.swen.platform.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Lets one instance at a time do a piece of work, by an advisory lock of PostgreSQL. The lock belongs to a connection, so that it goes
 * with a process that dies; there is no transaction around the work, for readers of events wait for the oldest one.
 */
public final class SingleOwner {

    /** What is done under the lock. */
    @FunctionalInterface
    public interface Work<E extends Exception> {

        void run() throws E;
    }

    private final DataSource database;
    private final long key;

    /** @param key what the lock is known by, in the whole database */
    public SingleOwner(DataSource database, long key) {
        this.database = database;
        this.key = key;
    }

    /**
     * Does the work, or answers false at once where another instance is at it.
     *
     * @throws DataAccessResourceFailureException where the database does not answer
     */
    public <E extends Exception> boolean run(Work<E> work) throws E {
        try (Connection connection = database.getConnection()) {
            if (!call(connection, "select pg_try_advisory_lock(?)")) {
                return false;
            }
            try {
                work.run();
            } finally {
                call(connection, "select pg_advisory_unlock(?)");
            }
            return true;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the lock of a single owner cannot be had", e);
        }
    }

    private boolean call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
