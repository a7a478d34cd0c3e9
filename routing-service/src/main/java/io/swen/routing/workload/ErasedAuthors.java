package io.swen.routing.workload;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Replaces the name of an erased person where workloads show their author; the pseudonymous id stays. */
@Component
class ErasedAuthors implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ErasedAuthors.class);
    private static final String ERASED = "erased";

    private final JdbcTemplate jdbc;

    ErasedAuthors(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "routing-erased-users";
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
        // Locked in the order of ids, as by everybody who locks several and waits for them.
        jdbc.query(
                "select id from workload where author_id = ? order by id for update",
                (row, index) -> row.getString(1),
                actor);
        List<String> names = jdbc.query(
                "select distinct author_name from workload where author_id = ? and author_name <> ?",
                (row, index) -> row.getString(1),
                actor,
                ERASED);
        for (String name : names) {
            // Who edits and cancels stands in the reasons as well.
            for (String reason : List.of("edited by ", "cancelled by ")) {
                jdbc.update(
                        "update workload_transition set reason = ? where reason = ?", reason + ERASED, reason + name);
                jdbc.update("update workload set reason = ? where reason = ?", reason + ERASED, reason + name);
            }
        }
        int changed = jdbc.update("update workload set author_name = ? where author_id = ?", ERASED, actor);
        LOG.info("removed the name of {} from {} workloads", actor, changed);
    }
}
