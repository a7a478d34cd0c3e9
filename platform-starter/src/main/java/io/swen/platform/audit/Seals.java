package io.swen.platform.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads seals and what is under them. */
final class Seals {

    private Seals() {}

    static @Nullable Seal last(Connection connection) throws SQLException {
        return one(connection, "select " + Seal.COLUMNS + " from audit.seal s order by s.batch desc limit 1", null);
    }

    static @Nullable Seal find(Connection connection, long batch) throws SQLException {
        return one(connection, "select " + Seal.COLUMNS + " from audit.seal s where s.batch = ?", batch);
    }

    /** The first seal from the given batch on whose rows are still there. */
    static @Nullable Seal firstWithRowsFrom(Connection connection, long batch) throws SQLException {
        return one(
                connection,
                "select " + Seal.COLUMNS + " from audit.seal s where s.batch >= ? and exists"
                        + " (select from audit.row_hash h where h.n = s.last_n) order by s.batch limit 1",
                batch);
    }

    /** A batch with all its rows, or null where any is missing. */
    static @Nullable SealedBatch load(Connection connection, long batch) throws SQLException {
        Seal seal = find(connection, batch);
        if (seal == null) {
            return null;
        }
        List<SealedBatch.Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("select " + AuditRow.COLUMNS
                + ", h.n, h.hash from audit.row_hash h join audit.event e on e.tx = h.tx and e.seq = h.seq"
                + " where h.n between ? and ? order by h.n")) {
            statement.setLong(1, seal.firstN());
            statement.setLong(2, seal.lastN());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new SealedBatch.Entry(row.getLong(19), AuditRow.read(row), new Hash(row.getBytes(20))));
                }
            }
        }
        return entries.size() == seal.count() ? new SealedBatch(seal, entries) : null;
    }

    private static @Nullable Seal one(Connection connection, String sql, @Nullable Long batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (batch != null) {
                statement.setLong(1, batch);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Seal.read(row) : null;
            }
        }
    }
}
