package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Batches of workloads, from their submission to the decisions that are made of them together. */
@RoutingIntegrationTest
class BatchIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SUBMIT = "/api/v1/workloads:batch";

    @Autowired
    private RoutingFixture fixture;

    @Test
    void decidesAllTogetherUnderAQuotaAndNamesWhatHasNoPlace() {
        String name = RoutingFixture.newName("bundle");
        // The quota of team bundle is 12 vCPUs; the smallest type of 2 cores has 2.
        ResponseEntity<String> answer = fixture.post(SUBMIT, batch(name, "bundle", 8, ""));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        JsonNode submitted = fixture.json(answer);
        assertThat(submitted.path("workloads").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(ids(name, 8));
        String self = submitted.at("/links/self").asString();
        assertThat(answer.getHeaders().getFirst("Location")).isEqualTo(self);

        JsonNode batch = decided(self);
        JsonNode result = batch.path("result");
        assertThat(result.path("placed").asInt()).isEqualTo(6);
        assertThat(result.path("gap_percent").asDouble()).isBetween(0.0, 1.0);
        assertThat(result.path("unplaced")).hasSize(2);
        assertThat(result.at("/unplaced/0/reason").asString()).contains("the quota of team bundle");
        assertThat(fixture.count("select sum(vcpus) from reservation where team = 'bundle' and state <> 'released'"))
                .isLessThanOrEqualTo(12);

        List<String> unplaced = result.path("unplaced")
                .valueStream()
                .map(each -> each.path("workload_id").asString())
                .toList();
        for (String id : ids(name, 8)) {
            JsonNode decision = fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id))
                    .at("/items/0");
            assertThat(decision.at("/batch/id").asString())
                    .isEqualTo(batch.path("id").asString());
            assertThat(decision.at("/batch/size").asInt()).isEqualTo(8);
            assertThat(decision.path("outcome").asString()).isEqualTo(unplaced.contains(id) ? "unplaceable" : "placed");
            assertThat(fixture.state(id)).isEqualTo(unplaced.contains(id) ? "unplaceable" : "decided");
        }
        await().atMost(PATIENCE)
                .until(() -> ids(name, 8).stream()
                                .filter(id -> !fixture.peers().changesOf(id).isEmpty())
                                .count()
                        == 6);
    }

    @Test
    void spreadsABatchOverZones() {
        String name = RoutingFixture.newName("spread");
        JsonNode batch = decided(fixture.json(
                        fixture.post(SUBMIT, batch(name, "research", 4, ",\"spread\":{\"most_percent_per_zone\":25}")))
                .at("/links/self")
                .asString());

        assertThat(batch.at("/result/placed").asInt()).isEqualTo(4);
        List<String> zones = new ArrayList<>();
        for (String id : ids(name, 4)) {
            JsonNode decision = fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id))
                    .at("/items/0");
            zones.add(decision.at("/offer/zone").asString());
            double sum = decision.path("contributions")
                    .valueStream()
                    .mapToDouble(part -> part.path("contribution").asDouble())
                    .sum();
            assertThat(sum).isCloseTo(decision.path("score").asDouble(), org.assertj.core.data.Offset.offset(1e-9));
        }
        assertThat(zones).doesNotHaveDuplicates();
    }

    @Test
    void refusesAllOfABatchForEachWrongFieldOfIt() {
        String good = RoutingFixture.newName("good");
        String body = "{\"workloads\":[" + RoutingFixture.batch(good) + ","
                + RoutingFixture.batch(good, "\"gpus\":99").replace("\"cpu_cores\":2", "\"cpu_cores\":-1") + "]}";

        JsonNode problem = fixture.problem(fixture.post(SUBMIT, body), 400, "invalid-field");

        assertThat(problem.path("errors")
                        .valueStream()
                        .map(each -> each.path("field").asString()))
                .containsExactlyInAnyOrder("workloads[1].cpu_cores", "workloads[1].gpus", "workloads[1].id");
        assertThat(fixture.count("select count(*) from workload where id = ?", good))
                .isZero();
        fixture.problem(fixture.post(SUBMIT, "{\"workloads\":[]}"), 400, "invalid-field");
        fixture.problem(
                fixture.post(
                        SUBMIT,
                        "{\"workloads\":[" + RoutingFixture.batch(good)
                                + "],\"spread\":{\"most_percent_per_zone\":0}}"),
                400,
                "invalid-field");
        String many = IntStream.range(0, 1_001).mapToObj(i -> "{}").collect(Collectors.joining(","));
        fixture.problem(fixture.post(SUBMIT, "{\"workloads\":[" + many + "]}"), 400, "invalid-field");
    }

    @Test
    void storesABatchOnceAndNotAtAllWhereAnIdIsTaken() {
        String name = RoutingFixture.newName("once");
        String key = "batch-" + name;
        ResponseEntity<String> first = fixture.post(SUBMIT, batch(name, "research", 2, ""), key);
        ResponseEntity<String> second = fixture.post(SUBMIT, batch(name, "research", 2, ""), key);
        assertThat(second.getHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(fixture.json(second)).isEqualTo(fixture.json(first));
        fixture.problem(fixture.post(SUBMIT, batch(name, "research", 3, ""), key), 422, "idempotency-key-reused");

        JsonNode taken = fixture.problem(fixture.post(SUBMIT, batch(name, "research", 3, "")), 409, "already-exists");
        assertThat(taken.path("detail").asString()).contains("workloads[0].id " + name + "-0");
        assertThat(fixture.count("select count(*) from workload where id = ?", name + "-2"))
                .isZero();
    }

    @Test
    void isHiddenFromWhoMaySeeNoneOfItsTeams() {
        String name = RoutingFixture.newName("hidden");
        String self = fixture.json(fixture.post(SUBMIT, batch(name, "research", 1, "")))
                .at("/links/self")
                .asString();
        String other = TestIssuer.token("other", List.of("elsewhere"), List.of("*"), Role.OPERATOR);

        fixture.problem(fixture.call(HttpMethod.GET, self, null, other, headers -> {}), 404, "not-found");
        fixture.problem(
                fixture.call(HttpMethod.POST, SUBMIT, batch(name + "x", "research", 1, ""), other, headers -> {}),
                403,
                "forbidden");
    }

    private JsonNode decided(String self) {
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.json(fixture.get(self)).path("state").asString().equals("decided"));
        return fixture.json(fixture.get(self));
    }

    private static String batch(String name, String team, int size, String more) {
        return "{\"workloads\":["
                + ids(name, size).stream()
                        .map(id -> RoutingFixture.batch(id).replace("research", team))
                        .collect(Collectors.joining(","))
                + "]" + more + "}";
    }

    private static List<String> ids(String name, int size) {
        return IntStream.range(0, size).mapToObj(i -> name + "-" + i).toList();
    }
}
