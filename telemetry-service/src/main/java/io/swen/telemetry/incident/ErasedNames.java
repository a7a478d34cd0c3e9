package io.swen.telemetry.incident;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Replaces the name of an erased person in incidents and silences; the pseudonymous id stays. */
@Component
class ErasedNames implements EventConsumer {

    private static final String ERASED = "erased";

    private final JdbcTemplate jdbc;

    ErasedNames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "telemetry-erased-users";
    }

    @Override
    public SwenService source() {
        return SwenService.IDENTITY;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.UserErased");
    }

    @Override
    public void handle(CloudEvent event) {
        UUID actor = UUID.fromString(event.data().path("actor_id").asString());
        // Who was handed an incident is known by name alone; the names that go with the id are in what that person did.
        jdbc.update(
                "update incident set assignee = ? where assignee in (select actor_name from incident_entry where actor_id = ?)",
                ERASED,
                actor);
        jdbc.update(
                "update incident_entry set message = ? where kind = 'handed_over' and split_part(message, ':', 1) in"
                        + " (select 'to ' || actor_name from incident_entry where actor_id = ?)",
                "to " + ERASED,
                actor);
        jdbc.update("update incident set acknowledged_by_name = ? where acknowledged_by = ?", ERASED, actor);
        jdbc.update("update incident_entry set actor_name = ? where actor_id = ?", ERASED, actor);
        jdbc.update("update silence set created_by_name = ? where created_by = ?", ERASED, actor);
    }
}
