package io.swen.telemetry.incident;

import static io.swen.platform.event.ErasedAuthors.ERASED;

import io.swen.platform.SwenProperties;
import io.swen.platform.event.ErasedAuthors;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where incidents and silences show names of people. */
@Configuration(proxyBeanMethods = false)
class NameErasure {

    @Bean
    ErasedAuthors erasedAuthors(SwenProperties swen, JdbcTemplate jdbc) {
        return new ErasedAuthors(swen.service(), actor -> erase(jdbc, actor));
    }

    private static int erase(JdbcTemplate jdbc, UUID actor) {
        // Who was handed an incident is known by name alone; the names that go with the id are in what that person did.
        return jdbc.update(
                        "update incident set assignee = ? where assignee in (select actor_name from incident_entry where actor_id = ?)",
                        ERASED,
                        actor)
                + jdbc.update(
                        "update incident_entry set message = ? where kind = 'handed_over' and split_part(message, ':', 1) in"
                                + " (select 'to ' || actor_name from incident_entry where actor_id = ?)",
                        "to " + ERASED,
                        actor)
                + jdbc.update("update incident set acknowledged_by_name = ? where acknowledged_by = ?", ERASED, actor)
                + jdbc.update("update incident_entry set actor_name = ? where actor_id = ?", ERASED, actor)
                + jdbc.update("update silence set created_by_name = ? where created_by = ?", ERASED, actor);
    }
}
