package io.swen.telemetry.alert;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores how the last evaluation of each rule went. */
@Component
class RuleStates {

    /**
     * How the last evaluation of a rule went.
     *
     * @param series how many series or things were looked at
     * @param active how many of them are wrong
     * @param truncated whether there are more than were looked at
     * @param error why it failed; null when it did not
     */
    record RuleState(
            Instant evaluatedAt,
            int series,
            int active,
            boolean truncated,
            @Nullable String error) {}

    private final JdbcTemplate jdbc;

    RuleStates(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void store(Map<AlertRule, Findings> findings, Map<AlertRule, String> failures, Instant now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        Timestamp at = Timestamp.from(now);
        findings.forEach((rule, found) -> rows.add(new @Nullable Object[] {
            rule.name(), at, found.series(), found.active().size(), found.truncated(), null
        }));
        failures.forEach((rule, error) -> rows.add(new @Nullable Object[] {rule.name(), at, 0, 0, false, error}));
        jdbc.batchUpdate(
                "insert into alert_rule_state (rule, evaluated_at, series, active, truncated, error) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (rule) do update set evaluated_at = excluded.evaluated_at, series = excluded.series,"
                        + " active = excluded.active, truncated = excluded.truncated, error = excluded.error",
                rows);
    }

    Map<String, RuleState> all() {
        Map<String, RuleState> states = new HashMap<>();
        jdbc.query("select rule, evaluated_at, series, active, truncated, error from alert_rule_state", row -> {
            states.put(
                    String.valueOf(row.getString(1)),
                    new RuleState(
                            row.getTimestamp(2).toInstant(),
                            row.getInt(3),
                            row.getInt(4),
                            row.getBoolean(5),
                            row.getString(6)));
        });
        return states;
    }
}
