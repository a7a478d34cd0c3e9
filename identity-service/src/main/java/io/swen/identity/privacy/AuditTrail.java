package io.swen.identity.privacy;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What this service's audit log has of a person. It is handed out and not removed: it knows only the pseudonymous id, and what was
 * done must stay provable.
 */
@Component
class AuditTrail implements PersonalData {

    private static final int MOST = 10_000;

    private record Entry(String at, String action, String resourceType, String resourceId, String outcome) {}

    private final JdbcTemplate jdbc;

    AuditTrail(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "audit";
    }

    @Override
    public Object export(User user) {
        List<Entry> entries = jdbc.query(
                "select at, action, resource_type, resource_id, outcome from audit.event"
                        + " where actor_id = ? or resource_id = ? order by at desc limit ?",
                (row, index) -> new Entry(
                        row.getTimestamp("at").toInstant().toString(),
                        row.getString("action"),
                        row.getString("resource_type"),
                        row.getString("resource_id"),
                        row.getString("outcome")),
                user.actorId(),
                user.actorId().toString(),
                MOST);
        return Map.of("newest", entries, "complete", entries.size() < MOST);
    }

    @Override
    public void erase(UUID actorId) {
        // Nothing: see above.
    }
}
