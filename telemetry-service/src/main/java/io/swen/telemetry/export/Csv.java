package io.swen.telemetry.export;

import java.time.LocalDate;

/** How rows leave PostgreSQL, so that they mean the same whatever the session's settings are. */
final class Csv {

    private Csv() {}

    /** An instant as ISO 8601 in UTC, to the microsecond. */
    static String instant(String expression) {
        return "to_char(" + expression + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** The condition that an instant lies within a day, UTC. */
    static String ofDay(String expression, LocalDate day) {
        return expression + " >= '" + day + " 00:00:00+00' and " + expression + " < '" + day.plusDays(1)
                + " 00:00:00+00'";
    }
}
