package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Workloads that rest, go on, and begin anew. */
@RoutingIntegrationTest
class PauseIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Test
    void restsOnceItIsTornDownAndIsDeployedAnewWhenResumed() {
        String id = RoutingFixture.newName("rest");
        FakePeers.Change deploy = running(id);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from handover where workload_id = ? and change_state = 'succeeded'",
                                id)
                        == 1);

        JsonNode answer = fixture.json(act(id, "pause", 200));
        assertThat(answer.path("state").asString()).isEqualTo("pausing");
        FakePeers.Change teardown = change(id, 1);
        assertThat(teardown.request().at("/items/0/action").asString()).isEqualTo("teardown");
        assertThat(teardown.request().path("reason").asString()).contains("paused");
        // It goes on running until it is torn down, which says nothing new.
        fixture.peers().deploymentIs(deploy, "running", null);
        assertThat(fixture.json(act(id, "pause", 200)).path("state").asString()).isEqualTo("pausing");
        fixture.peers().changeIs(teardown, "succeeded", "monitor", null);
        fixture.peers().deploymentIs(deploy, "terminated", null);
        awaitState(id, "paused");
        assertThat(fixture.count("select count(*) from workload where id = ? and not may_run", id))
                .isEqualTo(1);
        assertThat(fixture.count("select count(*) from reservation where workload_id = ? and state <> 'released'", id))
                .isZero();

        act(id, "resume", 200);
        FakePeers.Change again = change(id, 2);
        // Nothing of it runs that could be replaced.
        assertThat(again.request().at("/items/0/action").asString()).isEqualTo("deploy");
        fixture.peers().changeIs(again, "running", "apply", null);
        fixture.peers().deploymentIs(again, "running", null);
        awaitState(id, "running");
        assertThat(audited(id)).containsSubsequence("workload.pause", "workload.resume");
    }

    @Test
    void runsOnWhereTheTeardownOfAPauseIsRejected() {
        String id = RoutingFixture.newName("kept");
        running(id);
        act(id, "pause", 200);
        FakePeers.Change teardown = change(id, 1);
        fixture.peers().changeIs(teardown, "rejected", "approval", "not tonight");
        awaitState(id, "running");
        assertThat(fixture.workload(id).path("reason").asString())
                .startsWith("not paused: ")
                .contains("not tonight");
        assertThat(fixture.peers().changesOf(id)).hasSize(2);
    }

    @Test
    void restsAtOnceWhereNothingWasHandedOverAndIsNotDecidedMeanwhile() {
        String id = RoutingFixture.newName("idle");
        fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":1", "\"gpu_model\":\"Z8999\""));
        awaitState(id, "unplaceable");
        assertThat(fixture.json(act(id, "pause", 200)).path("state").asString()).isEqualTo("paused");
        act(id, "resume", 200);
        awaitState(id, "unplaceable");
        act(id, "pause", 200);
        assertThat(fixture.json(act(id, "cancel", 200)).path("state").asString())
                .isEqualTo("cancelled");
        assertThat(fixture.peers().changesOf(id)).isEmpty();
    }

    @Test
    void tearsDownWhatRunsAlthoughItsWorkloadRests() {
        String id = RoutingFixture.newName("sleepwalker");
        FakePeers.Change deploy = running(id);
        act(id, "pause", 200);
        fixture.peers().changeIs(change(id, 1), "succeeded", "monitor", null);
        awaitState(id, "paused");
        fixture.peers().deploymentIs(deploy, "running", null);
        FakePeers.Change again = change(id, 2);
        assertThat(again.request().at("/items/0/action").asString()).isEqualTo("teardown");
        fixture.peers().changeIs(again, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() -> fixture.count("select count(*) from workload where id = ? and not may_run", id) == 1);
        assertThat(fixture.state(id)).isEqualTo("paused");
    }

    @Test
    void restartsAtTheSamePlaceAsAReplacement() {
        String id = RoutingFixture.newName("restart");
        FakePeers.Change deploy = running(id);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from handover where workload_id = ? and change_state = 'succeeded'",
                                id)
                        == 1);
        act(id, "restart", 200);
        FakePeers.Change restart = change(id, 1);
        assertThat(restart.request().at("/items/0/action").asString()).isEqualTo("replace");
        assertThat(restart.request().path("reason").asString()).contains("restarted by operator");
        assertThat(restart.request().at("/items/0/decision/offer/offer_id").asString())
                .isEqualTo(
                        deploy.request().at("/items/0/decision/offer/offer_id").asString());
        assertThat(restart.key()).isNotEqualTo(deploy.key());
        // One at a time: it moves until the new one has taken over.
        fixture.problem(act(id, "restart", 409), 409, "conflict");
        fixture.problem(act(id, "pause", 409), 409, "conflict");
    }

    @Test
    void refusesWhatAStateDoesNotAllowAndWhoeverMayNot() {
        String id = RoutingFixture.newName("refusal");
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
        for (String action : List.of("pause", "resume", "restart")) {
            JsonNode problem = fixture.problem(act(id, action, 409), 409, "conflict");
            assertThat(problem.path("detail").asString())
                    .contains("is awaiting approval")
                    .contains("only while");
            fixture.problem(act("no-such-" + id, action, 404), 404, "not-found");
            fixture.problem(
                    fixture.call(
                            HttpMethod.POST,
                            "/api/v1/workloads/" + id + "/" + action,
                            "{}",
                            RoutingFixture.service(),
                            headers -> {}),
                    403,
                    "forbidden");
        }
        assertThat(fixture.state(id)).isEqualTo("awaiting_approval");
        assertThat(audited(id)).doesNotContain("workload.pause", "workload.resume", "workload.restart");
    }

    @Test
    void isDecidedAnewWhereItsChangeWasRejectedAndTheNextChangeSaysWhichItTriesAgain() {
        String id = RoutingFixture.newName("again");
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change first = change(id, 0);
        fixture.peers().changeIs(first, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
        fixture.problem(act(id, "retry", 409), 409, "conflict");
        fixture.peers().changeIs(first, "rejected", "approval", "not tonight");
        awaitState(id, "failed");
        JsonNode blank = fixture.problem(
                fixture.post("/api/v1/workloads/" + id + "/retry", "{\"reason\":\" \"}"), 400, "invalid-field");
        assertThat(blank.at("/errors/0/field").asString()).isEqualTo("reason");
        fixture.problem(
                fixture.call(
                        HttpMethod.POST,
                        "/api/v1/workloads/" + id + "/retry",
                        "{}",
                        RoutingFixture.service(),
                        headers -> {}),
                403,
                "forbidden");

        ResponseEntity<String> answer =
                fixture.post("/api/v1/workloads/" + id + "/retry", "{\"reason\":\"the budget was raised\"}");
        assertThat(fixture.json(answer).path("state").asString())
                .as(answer.getBody())
                .isIn("submitted", "decided");
        FakePeers.Change second = change(id, 1);
        assertThat(first.request().has("retries")).isFalse();
        assertThat(second.request().path("retries").asString())
                .isEqualTo(first.id().toString());
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(second.request().at("/items/0/action").asString()).isEqualTo("deploy");
        assertThat(fixture.count("select count(*) from reservation where workload_id = ? and state <> 'released'", id))
                .isPositive();
        // What is told late of the first says nothing of the second.
        fixture.peers().changeIs(first, "rejected", "approval", "not tonight");
        fixture.peers().changeIs(second, "running", "apply", null);
        fixture.peers().deploymentIs(second, "running", null);
        awaitState(id, "running");
        assertThat(fixture.jdbc()
                        .queryForList(
                                "select reason from workload_transition where workload_id = ? and from_state = 'failed'",
                                String.class,
                                id))
                .containsExactly("tried again by operator: the budget was raised");
        assertThat(fixture.count("select count(*) from workload where id = ? and retries_change is null", id))
                .isEqualTo(1);
        assertThat(audited(id)).contains("workload.retry");
    }

    @Test
    void countsWorkloadsByStateWithinWhatTheCallerMaySee() {
        String id = RoutingFixture.newName("counted");
        fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":1", "\"gpu_model\":\"Z8999\""));
        awaitState(id, "unplaceable");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counts = fixture.json(fixture.get("/api/v1/workloads:counts"));
            assertThat(counts.path("states")
                            .valueStream()
                            .filter(state -> state.path("state").asString().equals("unplaceable"))
                            .map(state -> state.path("count").asLong()))
                    .containsExactly(fixture.count("select count(*) from workload where state = ?", "unplaceable"));
            assertThat(counts.path("states")
                            .valueStream()
                            .mapToLong(state -> state.path("count").asLong())
                            .sum())
                    .isEqualTo(counts.path("total").asLong())
                    .isPositive();
        });
        assertThat(fixture.json(fixture.get("/api/v1/workloads:counts?environment=nowhere"))
                        .path("total")
                        .asLong())
                .isZero();
    }

    /** A workload that was deployed and runs. */
    private FakePeers.Change running(String id) {
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        awaitState(id, "running");
        return deploy;
    }

    private ResponseEntity<String> act(String id, String action, int status) {
        ResponseEntity<String> answer = fixture.post("/api/v1/workloads/" + id + "/" + action, "{}");
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        return answer;
    }

    private FakePeers.Change change(String id, int number) {
        await().atMost(PATIENCE).until(() -> fixture.peers().changesOf(id).size() > number);
        return Objects.requireNonNull(fixture.peers().changesOf(id).get(number));
    }

    private void awaitState(String id, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.state(id)).isEqualTo(state));
    }

    private List<@Nullable String> audited(String id) {
        return fixture.jdbc()
                .queryForList("select action from audit.event where resource_id = ? order by seq", String.class, id);
    }
}
