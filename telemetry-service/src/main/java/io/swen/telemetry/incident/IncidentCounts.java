package io.swen.telemetry.incident;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How many incidents a span of time had, for reports. */
@Component
public class IncidentCounts {

    private static final int MOST_TITLES = 20;
    private static final String IN_SPAN = " from incident i where i.opened_at >= ? and i.opened_at < ?"
            + " and (?::text is null or exists (select 1 from alert a where a.incident = i.id and a.team = ?))";

    /**
     * The incidents that were opened in a span.
     *
     * @param resolved of them, by now
     * @param critical of them
     * @param titles of the newest
     */
    public record Count(int opened, int resolved, int critical, List<String> titles) {

        public Count {
            titles = List.copyOf(titles);
        }
    }

    private final JdbcTemplate jdbc;

    IncidentCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Counts the incidents that were opened in a span.
     *
     * @param team only those that concern it; null for all
     */
    public Count in(@Nullable String team, Instant from, Instant to) {
        @Nullable Object[] parameters = {Timestamp.from(from), Timestamp.from(to), team, team};
        List<String> titles = jdbc.query(
                "select i.title" + IN_SPAN + " order by i.opened_at desc limit " + MOST_TITLES,
                (row, index) -> String.valueOf(row.getString(1)),
                parameters);
        return jdbc.query(
                        "select count(*), count(*) filter (where i.state = 'resolved'),"
                                + " count(*) filter (where i.severity = 'critical')" + IN_SPAN,
                        (row, index) -> new Count(row.getInt(1), row.getInt(2), row.getInt(3), titles),
                        parameters)
                .getFirst();
    }
}
