package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Lists of what a caller knows the ids of, for those who show several things with what they lead to. */
@RoutingIntegrationTest
class ListByIdsIntegrationTests {

    @Autowired
    private RoutingFixture fixture;

    @Test
    void answersThoseThatTheCallerMaySee() {
        String first = RoutingFixture.newName("by-id");
        String second = RoutingFixture.newName("by-id");
        fixture.post("/workload", RoutingFixture.batch(first));
        fixture.post("/workload", RoutingFixture.batch(second).replace("research", "elsewhere"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.state(first).equals("decided")
                        && fixture.state(second).equals("decided"));
        String ids = first + "," + second + ",nobody";
        String decisions = List.of(first, second).stream()
                .map(id -> fixture.workload(id).path("decision_id").asString())
                .collect(Collectors.joining(","));
        String research = TestIssuer.token("only-research", List.of("research"), List.of("*"), Role.VIEWER);

        assertThat(ids(fixture.json(fixture.get("/api/v1/workloads?ids=" + ids)), "id"))
                .containsExactlyInAnyOrder(first, second);
        assertThat(ids(fixture.json(fixture.get("/api/v1/decisions?ids=" + decisions)), "workload_id"))
                .containsExactlyInAnyOrder(first, second);
        assertThat(ids(as(research, "/api/v1/workloads?ids=" + ids), "id")).containsExactly(first);
        assertThat(ids(as(research, "/api/v1/decisions?ids=" + decisions), "workload_id"))
                .containsExactly(first);
    }

    @Test
    void refusesMoreThanAPageOfThem() {
        String many = IntStream.range(0, 201).mapToObj(i -> "w" + i).collect(Collectors.joining(","));

        assertThat(fixture.problem(fixture.get("/api/v1/workloads?ids=" + many), 400, "invalid-field")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("ids");
    }

    private JsonNode as(String token, String path) {
        return fixture.json(fixture.call(HttpMethod.GET, path, null, token, headers -> {}));
    }

    private static List<String> ids(JsonNode page, String field) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path(field).asString())
                .toList();
    }
}
