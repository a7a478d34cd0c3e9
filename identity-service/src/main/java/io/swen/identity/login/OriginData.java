package io.swen.identity.login;

import io.swen.identity.user.PersonalData;
import io.swen.identity.user.User;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Where a person has logged in from before, hashed, as part of what is stored of the person. */
@Component
class OriginData implements PersonalData {

    private final JdbcTemplate jdbc;

    OriginData(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "known_origins";
    }

    @Override
    public Object export(User user) {
        return jdbc.query(
                "select seen_at from known_origin where user_id = ? order by seen_at",
                (row, index) -> Map.of("seen_at", row.getTimestamp("seen_at").toInstant()),
                user.actorId());
    }

    @Override
    public void erase(UUID actorId) {
        jdbc.update("delete from known_origin where user_id = ?", actorId);
    }
}
