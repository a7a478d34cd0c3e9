package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What routing does when somebody was erased. */
@RoutingIntegrationTest
class ErasedAuthorsIntegrationTests {

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private List<EventConsumer> consumers;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void showsNoNameOfAnErasedAuthorAnyMore() {
        String id = RoutingFixture.newName("erased");
        String quentin = TestIssuer.token("quentin", Role.OPERATOR);
        fixture.call(HttpMethod.POST, "/workload", RoutingFixture.batch(id), quentin, headers -> {});
        fixture.call(HttpMethod.POST, "/api/v1/workloads/" + id + "/cancel", null, quentin, headers -> {});
        assertThat(fixture.workload(id).at("/author/name").asString()).isEqualTo("quentin");

        EventConsumer consumer = consumers.stream()
                .filter(each -> each.name().equals("routing-erased-users"))
                .findFirst()
                .orElseThrow();
        transactions.executeWithoutResult(status -> consumer.handle(erased(TestIssuer.actorId("quentin"))));

        assertThat(fixture.workload(id).at("/author/name").asString()).isEqualTo("erased");
        assertThat(fixture.workload(id).at("/author/actor_id").asString())
                .isEqualTo(TestIssuer.actorId("quentin").toString());
        assertThat(jdbc.queryForObject(
                        "select count(*) from workload_transition where reason like '%quentin%'", Integer.class))
                .isZero();
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
