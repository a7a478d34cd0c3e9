package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What people do with an event that routing failed on. */
@RoutingIntegrationTest
class SetAsideEventsIntegrationTests {

    private static final String PATH = "/api/v1/set-aside-events/routing";

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void isHandledOnceWhenAnOperatorHasItTriedAgain() {
        String environment = RoutingFixture.newName("aside");
        UUID id = setAside("routing-modes", environment);

        JsonNode shown = fixture.json(as(Role.AUDITOR, HttpMethod.GET, PATH + "/" + id, null, null));
        assertThat(shown.at("/state").asString()).isEqualTo("set_aside");
        assertThat(shown.at("/event/data/environment").asString()).isEqualTo(environment);
        assertThat(fixture.json(as(
                                Role.OPERATOR,
                                HttpMethod.GET,
                                PATH + "?state=set_aside&consumer=routing-modes&limit=200",
                                null,
                                null))
                        .path("items")
                        .valueStream()
                        .map(each -> each.path("id").asString()))
                .contains(id.toString());
        String retry = PATH + "/" + id + "/retry";
        fixture.problem(as(Role.OPERATOR, HttpMethod.POST, retry, null, null), 428, "precondition-required");

        ResponseEntity<String> answer = as(Role.OPERATOR, HttpMethod.POST, retry, null, "\"0\"");

        assertThat(fixture.json(answer).at("/state").asString()).isEqualTo("handled");
        assertThat(answer.getHeaders().getETag()).isEqualTo("\"1\"");
        assertThat(jdbc.queryForObject(
                        "select lower(mode) from environment_mode where environment = ?", String.class, environment))
                .isEqualTo("observe");
        assertThat(jdbc.queryForObject(
                        "select actor_id from audit.event where action = 'set-aside-event.retry' and resource_id = ?",
                        UUID.class,
                        id.toString()))
                .isEqualTo(TestIssuer.actorId("operator"));
        fixture.problem(as(Role.OPERATOR, HttpMethod.POST, retry, null, "*"), 409, "conflict");
    }

    @Test
    void isDismissedWithAReasonByThoseWhoMay() {
        UUID id = setAside("routing-of-yore", RoutingFixture.newName("aside"));
        String dismiss = PATH + "/" + id + "/dismiss";
        String why = "{\"reason\":\"nobody reads these any more\"}";

        fixture.problem(as(Role.VIEWER, HttpMethod.GET, PATH, null, null), 403, "forbidden");
        fixture.problem(as(Role.AUDITOR, HttpMethod.POST, dismiss, why, "*"), 403, "forbidden");
        fixture.problem(as(Role.OPERATOR, HttpMethod.POST, PATH + "/" + id + "/retry", null, "*"), 409, "conflict");
        fixture.problem(as(Role.OPERATOR, HttpMethod.POST, dismiss, "{}", "*"), 400, "invalid-field");
        fixture.problem(
                as(Role.OPERATOR, HttpMethod.GET, "/api/v1/set-aside-events/gitops", null, null), 404, "not-found");

        assertThat(fixture.json(as(Role.OPERATOR, HttpMethod.POST, dismiss, why, "*"))
                        .at("/state")
                        .asString())
                .isEqualTo("dismissed");
        assertThat(jdbc.queryForObject("select state from set_aside_event where id = ?", String.class, id))
                .isEqualTo("dismissed");
    }

    private ResponseEntity<String> as(
            Role role, HttpMethod method, String path, @Nullable String body, @Nullable String ifMatch) {
        return fixture.call(
                method, path, body, TestIssuer.token(role.name().toLowerCase(Locale.ROOT), role), headers -> {
                    if (ifMatch != null) {
                        headers.set(HttpHeaders.IF_MATCH, ifMatch);
                    }
                });
    }

    private UUID setAside(String consumer, String environment) {
        UUID id = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        jdbc.update(
                "insert into set_aside_event (id, consumer, event_id, type, keys, event, state, attempts)"
                        + " values (?, ?, ?, 'io.swen.AutomationChanged', array[?], ?::jsonb, 'set_aside', 6)",
                id,
                consumer,
                event,
                environment,
                """
                {"specversion":"1.0","id":"%s","source":"/swen/gitops-service","type":"io.swen.AutomationChanged",
                 "subject":"%s","time":"2026-11-23T10:00:00Z","datacontenttype":"application/json",
                 "dataschema":"urn:swen:event:AutomationChanged","data":{"control":"mode","action":"set",
                 "environment":"%s","value":"observe","reason":"a test"}}
                """.formatted(event, environment, environment));
        return id;
    }
}
