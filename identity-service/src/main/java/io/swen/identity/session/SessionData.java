package io.swen.identity.session;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The browsers of a person, open and past, as part of what is stored of them. */
@Component
class SessionData implements PersonalData {

    private final JdbcTemplate jdbc;

    SessionData(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "sessions";
    }

    @Override
    public Object export(User user) {
        return jdbc.query(
                "select id, started_at, last_seen_at, ended_at, address, user_agent from login_session"
                        + " where user_id = ? order by id",
                (row, index) -> {
                    Map<String, Object> session = new HashMap<>();
                    session.put("id", row.getString("id"));
                    session.put("address", row.getString("address"));
                    session.put("user_agent", row.getString("user_agent"));
                    for (String time : new String[] {"started_at", "last_seen_at", "ended_at"}) {
                        java.sql.Timestamp at = row.getTimestamp(time);
                        if (at != null) {
                            session.put(time, at.toInstant());
                        }
                    }
                    return session;
                },
                user.actorId());
    }

    @Override
    public void erase(UUID actorId) {
        jdbc.update("delete from login_session where user_id = ?", actorId);
    }
}
