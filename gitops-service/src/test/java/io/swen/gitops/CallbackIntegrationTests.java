package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import io.swen.gitops.deploy.Insides;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** What instances tell, with the token that stands in their user data. */
@SuppressWarnings("NullAway.Init") // Spring fills the field before each test
class CallbackIntegrationTests extends GitopsTest {

    @Autowired
    ApplicationContext context;

    @Test
    void anInstanceTellsWithTheTokenOfItsUserDataAndGetsAnotherOneEachTime() {
        String workload = Requests.newId("callback");
        post(Change.deploy(workload).batch(2));
        JsonNode deployment = awaitDeployment(workload, "running");
        UUID id = UUID.fromString(deployment.at("/id").asString());
        String first = firstToken(id);

        JsonNode answer =
                body(tell(id, 0, first, Map.of("event", "heartbeat", "progress", "0.25", "image", "a@sha256:1")));
        String second = answer.at("/token").asString();
        assertThat(answer.at("/action").asString()).isEqualTo("continue");
        assertThat(second).isNotEqualTo(first);
        for (int i = 0; i < 2; i++) {
            tell(id, 0, second, Map.of("event", "log", "seq", "1", "log", "epoch 1\npassword=hunter2hunter2\n"));
        }
        tell(id, 0, second, Map.of("event", "log", "seq", "2", "log", "epoch 2\n"));

        JsonNode reports = body(call(HttpMethod.GET, "/api/v1/deployments/" + id + "/reports", service(), null));
        assertThat(reports.at("/replicas/0/progress").asDouble()).isEqualTo(0.25);
        assertThat(reports.at("/replicas/0/image").asString()).isEqualTo("a@sha256:1");
        JsonNode logs = body(call(HttpMethod.GET, "/api/v1/deployments/" + id + "/logs", service(), null));
        assertThat(logs.at("/replicas/0/text").asString())
                .startsWith("epoch 1\n")
                .endsWith("epoch 2\n")
                .doesNotContain("hunter2hunter2");
        assertThat(logs.at("/replicas/0/complete").asBoolean()).isTrue();
        problem(
                call(HttpMethod.GET, "/api/v1/deployments/" + id + "/logs?kib=0", service(), null),
                400,
                "invalid-field");
        problem(
                call(HttpMethod.GET, "/api/v1/deployments/" + UUID.randomUUID() + "/logs", service(), null),
                404,
                "not-found");
        post(Change.deploy(workload).teardown("cancelled"));
    }

    @Test
    void nobodyElsesTokenIsTakenAndABadFormIsAProblem() {
        String workload = Requests.newId("forged");
        post(Change.deploy(workload));
        UUID id = UUID.fromString(awaitDeployment(workload, "running").at("/id").asString());
        String token = firstToken(id);
        Map<String, String> beat = Map.of("event", "heartbeat");

        problem(tell(id, 0, "", beat), 401, "unauthenticated");
        problem(tell(id, 0, token.replaceFirst("\\.[0-9]+\\.", ".99999999999."), beat), 401, "unauthenticated");
        problem(tell(id, 1, token, beat), 401, "unauthenticated");
        problem(tell(UUID.randomUUID(), 0, token, beat), 401, "unauthenticated");
        problem(tell(id, 0, token, Map.of("event", "nonsense")), 400, "invalid-field");
        problem(tell(id, 0, token, Map.of("event", "heartbeat", "progress", "2")), 400, "invalid-field");
        problem(tell(id, 0, token, Map.of("event", "exit")), 400, "invalid-field");
        problem(
                tell(id, 0, token, Map.of("event", "log", "seq", "1", "log", "x".repeat(40_000))),
                400,
                "invalid-field");
        problem(
                tell(id, 0, token, Map.of("event", "log", "seq", "1", "log", "x".repeat(200_000))),
                413,
                "payload-too-large");
        assertThat(jdbc.queryForObject(
                        "select count(*) from workload_report where deployment_id = ?", Integer.class, id))
                .isZero();
        post(Change.deploy(workload).teardown("cancelled"));
    }

    @Test
    void aBatchThatFailedIsNotCompletedAndWhatIsNoLongerWantedIsToldToStop() {
        String workload = Requests.newId("exit");
        post(Change.deploy(workload).batch(2));
        UUID id = UUID.fromString(awaitDeployment(workload, "running").at("/id").asString());
        String token = firstToken(id);
        tell(id, 0, token, Map.of("event", "interruption"));
        tell(id, 0, token, Map.of("event", "exit", "exit_code", "3"));

        JsonNode lost = awaitDeployment(workload, "lost");
        assertThat(lost.at("/reason").asString()).isEqualTo("replica 0 ended with exit code 3");
        assertThat(jdbc.queryForList(
                        "select data ->> 'kind' from event_log where type like '%WorkloadReported' and subject = ?"
                                + " order by seq",
                        String.class, id.toString()))
                .containsExactly("interruption", "exit");
        tell(id, 0, token, Map.of("event", "log", "seq", "1", "log", "it failed\n"));
        Timestamp ended = jdbc.queryForObject("select updated_at from deployment where id = ?", Timestamp.class, id);
        Insides.forgetLogsEndedBefore(context, Objects.requireNonNull(ended).toInstant());
        assertThat(logLength(id)).isEqualTo(1);
        Insides.forgetLogsEndedBefore(context, ended.toInstant().plusSeconds(1));
        assertThat(logLength(id)).isZero();
        await().atMost(PATIENCE)
                .until(() -> body(tell(id, 0, token, Map.of("event", "heartbeat")))
                        .at("/action")
                        .asString()
                        .equals("stop"));
        post(Change.deploy(workload).teardown("cancelled"));
    }

    @Test
    void whatIsTornDownSavesItsWorkBeforeItsInstancesEnd() {
        String workload = Requests.newId("saving");
        Map<String, Object> asked = Change.deploy(workload).batch(2).json();
        container(asked).put("checkpoint", Map.of("uri", "s3://acme/" + workload, "interval", "PT15M"));
        assertThat(call(HttpMethod.POST, "/api/v1/changes", service(), asked)
                        .getStatusCode()
                        .value())
                .isEqualTo(202);
        UUID id = UUID.fromString(awaitDeployment(workload, "running").at("/id").asString());
        String token = firstToken(id);
        tell(id, 0, token, Map.of("event", "heartbeat"));

        UUID teardown = post(Change.deploy(workload).teardown("paused"));
        await().atMost(PATIENCE)
                .until(() -> stage(change(teardown), "apply").contains(workload + " in aws:us-east-1 saves its work"));
        assertThat(simulatorInstances(workload))
                .anySatisfy(
                        instance -> assertThat(instance.at("/state").asString()).isEqualTo("running"));
        assertThat(body(tell(id, 0, token, Map.of("event", "heartbeat")))
                        .at("/action")
                        .asString())
                .isEqualTo("stop");
        assertThat(change(teardown).at("/stage").asString()).isEqualTo("apply");

        tell(id, 0, token, Map.of("event", "checkpoint"));
        assertThat(awaitState(teardown, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        awaitDeployment(workload, "terminated");
    }

    @Test
    void nobodyWaitsForWhatNeverToldOrHasNoCheckpoint() {
        String silent = Requests.newId("silent");
        Map<String, Object> asked = Change.deploy(silent).batch(2).json();
        container(asked).put("checkpoint", Map.of("uri", "s3://acme/" + silent));
        call(HttpMethod.POST, "/api/v1/changes", service(), asked);
        String without = Requests.newId("without");
        post(Change.deploy(without).batch(2));
        awaitDeployment(silent, "running");
        UUID id = UUID.fromString(awaitDeployment(without, "running").at("/id").asString());
        tell(id, 0, firstToken(id), Map.of("event", "heartbeat"));

        UUID one = post(Change.deploy(silent).teardown("cancelled"));
        UUID other = post(Change.deploy(without).teardown("cancelled"));

        awaitState(one, "succeeded");
        awaitState(other, "succeeded");
    }

    @SuppressWarnings("unchecked") // It was made of maps and lists a moment ago.
    private static Map<String, Object> container(Map<String, Object> asked) {
        Map<String, Object> item =
                ((java.util.List<Map<String, Object>>) Objects.requireNonNull(asked.get("items"))).getFirst();
        Map<String, Object> workload = (Map<String, Object>) Objects.requireNonNull(item.get("workload"));
        return (Map<String, Object>) Objects.requireNonNull(workload.get("container"));
    }

    private static String stage(JsonNode change, String name) {
        return change.at("/stages")
                .valueStream()
                .filter(stage -> stage.at("/name").asString().equals(name))
                .map(stage -> stage.at("/summary").asString(""))
                .findFirst()
                .orElse("");
    }

    private int logLength(UUID id) {
        return Objects.requireNonNull(
                jdbc.queryForObject("select count(*) from workload_log where deployment_id = ?", Integer.class, id));
    }

    private String firstToken(UUID id) {
        return Insides.firstToken(context, id, 0);
    }

    private ResponseEntity<String> tell(UUID deployment, int replica, String token, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return RestClient.create("http://localhost:" + port)
                .post()
                .uri("/api/v1/workload-callbacks/" + deployment + "/" + replica)
                .header("Swen-Callback-Token", token)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(form)
                .retrieve()
                .onStatus(HttpStatusCode::isError, (q, r) -> {})
                .toEntity(String.class);
    }
}
