package io.swen.telemetry.support;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values of columns as the code has them, and back. */
public final class Columns {

    private Columns() {}

    /** A column that is never null. */
    public static String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(row.getString(column));
    }

    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        return instant(row.getTimestamp(column));
    }

    public static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    public static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
