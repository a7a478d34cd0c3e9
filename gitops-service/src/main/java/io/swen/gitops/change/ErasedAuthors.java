package io.swen.gitops.change;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Replaces the name of an erased person where changes show their author and their approvers; the pseudonymous id stays. Commits keep
 * what they were made with: a history that could be rewritten would prove nothing.
 */
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
        return "gitops-erased-users";
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
        int changes = jdbc.update("update change set author_name = ? where author_id = ?", ERASED, actor);
        int verdicts = jdbc.update("update change_verdict set name = ? where actor_id = ?", ERASED, actor);
        LOG.info("removed the name of {} from {} changes and {} verdicts", actor, changes, verdicts);
    }
}
