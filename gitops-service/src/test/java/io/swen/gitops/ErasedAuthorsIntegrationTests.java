package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.Requests.Change;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What gitops does when somebody was erased. */
class ErasedAuthorsIntegrationTests extends GitopsTest {

    @Autowired
    private List<EventConsumer> consumers;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void showsNoNameOfAnErasedAuthorOrApproverAnyMore() {
        UUID id = post(Change.deploy(Requests.newId("erased")));
        UUID author = jdbc.query(
                        "select author_id from change where id = ?", (row, index) -> row.getObject(1, UUID.class), id)
                .getFirst();
        jdbc.update(
                "insert into change_verdict (change_id, actor_id, name, admin, verdict, plan_hash, at, noted)"
                        + " values (?, ?, 'quentin', false, 'APPROVE', 'x', now(), true)",
                id,
                author);
        EventConsumer consumer = consumers.stream()
                .filter(each -> each.name().equals("gitops-erased-users"))
                .findFirst()
                .orElseThrow();

        transactions.executeWithoutResult(status -> consumer.handle(erased(author)));

        assertThat(jdbc.queryForObject("select author_name from change where id = ?", String.class, id))
                .isEqualTo("erased");
        assertThat(jdbc.queryForObject("select name from change_verdict where change_id = ?", String.class, id))
                .isEqualTo("erased");
    }

    private static CloudEvent erased(UUID actor) {
        return new CloudEvent(
                "1.0",
                UUID.randomUUID(),
                "/swen/identity",
                "io.swen.UserErased",
                actor.toString(),
                Instant.now(),
                "application/json",
                "urn:swen:event:UserErased",
                null,
                null,
                null,
                null,
                JsonMapper.shared().readTree("{\"actor_id\":\"" + actor + "\"}"));
    }
}
