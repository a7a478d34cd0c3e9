package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Drift of what really runs in the simulator, and changes that are taken back. */
class DriftIntegrationTests extends GitopsTest {

    private static final String HEALS = "drift-heal";
    private static final String REPORTS = "drift-report";

    @Test
    void putsBackWhatSomebodyEnded() {
        String workload = Requests.newId("ended");
        awaitState(post(Change.deploy(workload).on("aws", "on_demand").in(HEALS)), "succeeded", "failed");
        String before = instance(workload);
        assertThat(SIMULATOR.end(before)).isTrue();

        JsonNode drift = awaitDrift(workload, "missing", "healed");

        JsonNode change = change(UUID.fromString(drift.at("/change_id").asString()));
        assertThat(change.at("/origin").asString()).isEqualTo("drift");
        assertThat(change.at("/state").asString()).isEqualTo("succeeded");
        assertThat(instance(workload)).isNotEqualTo(before);
    }

    @Test
    void replacesWhatSomebodyAlteredWherePolicySaysSo() {
        String workload = Requests.newId("altered");
        awaitState(post(Change.deploy(workload).on("aws", "on_demand").in(HEALS)), "succeeded", "failed");
        String before = instance(workload);
        assertThat(SIMULATOR.alter(before, "m5.4xlarge", null, null)).isTrue();

        JsonNode drift = awaitDrift(workload, "changed", "healed");

        assertThat(drift.at("/differences/0/attribute").asString()).isEqualTo("instance_type");
        assertThat(drift.at("/differences/0/found").asString()).isEqualTo("m5.4xlarge");
        assertThat(instance(workload)).isNotEqualTo(before);
        assertThat(repository.fileOnMain("environments/" + HEALS + "/workloads/" + workload + ".yaml"))
                .get()
                .asString()
                .contains(drift.at("/change_id").asString());
    }

    @Test
    void onlyTellsOfWhatPolicyReportsUntilAPersonHasItHealed() {
        String workload = Requests.newId("told");
        awaitState(post(Change.deploy(workload).on("alibaba", "on_demand").in(REPORTS)), "succeeded", "failed");
        Map<String, String> tags = new HashMap<>();
        simulatorInstances(workload)
                .getFirst()
                .at("/tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
        tags.put("swen:team", "somebody");
        assertThat(SIMULATOR.alter(instance(workload), null, tags, null)).isTrue();

        JsonNode drift = awaitDrift(workload, "changed", "open");
        assertThat(drift.at("/policy").asString()).isEqualTo("report");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> newest(workload, "changed").at("/change_id").isNull());

        String id = drift.at("/id").asString();
        problem(decide(id, "throw away", "because", Role.OPERATOR), 400, "invalid-field");
        assertThat(decide(id, "heal", "because", Role.VIEWER).getStatusCode().value())
                .isEqualTo(403);
        assertThat(decide(id, "heal", "it may be replaced", Role.OPERATOR)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        awaitDrift(workload, "changed", "healed");
    }

    @Test
    void tellsOfAnInstanceThatNothingWantsAndLeavesItAlone() {
        String workload = Requests.newId("copied");
        awaitState(post(Change.deploy(workload).on("aws", "on_demand").in(HEALS)), "succeeded", "failed");
        assertThat(SIMULATOR.copy(instance(workload))).isTrue();

        JsonNode drift = awaitDrift(workload, "unmanaged", "open");

        String copy = drift.at("/instance_id").asString();
        assertThat(simulatorInstances(workload))
                .hasSize(2)
                .anySatisfy(one -> assertThat(one.at("/id").asString()).isEqualTo(copy));
        assertThat(SIMULATOR.end(copy)).isTrue();
        awaitDrift(workload, "unmanaged", "gone");
    }

    @Test
    void takesAChangeBackAndHoldsUpTheNextDecisionUntilThePinIsReleased() {
        String workload = Requests.newId("back");
        Change first = Change.deploy(workload).on("aws", "on_demand").in(REPORTS);
        awaitState(post(first), "succeeded", "failed");
        UUID second = post(first.replaced().image("ghcr.io/acme/train:2.0"));
        awaitState(second, "succeeded", "failed");

        var answer = call(
                HttpMethod.POST,
                "/api/v1/changes/" + second + "/rollback",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of("reason", "it is slow"));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        UUID back = UUID.fromString(body(answer).at("/changes/0/id").asString());
        JsonNode done = awaitState(back, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(done.at("/origin").asString()).isEqualTo("rollback");
        assertThat(done.at("/cause").asString()).isEqualTo(second.toString());
        assertThat(done.at("/title").asString()).startsWith("roll back " + workload + " to ");
        assertThat(done.at("/commits/0/subject").asString()).startsWith("revert(" + REPORTS + "): ");
        assertThat(repository.fileOnMain("environments/" + REPORTS + "/workloads/" + workload + ".yaml"))
                .get()
                .asString()
                .contains("ghcr.io/acme/train:1.4");

        JsonNode held = awaitState(post(first.replaced().image("ghcr.io/acme/train:2.0")), "succeeded", "failed");
        assertThat(held.at("/failure/code").asString())
                .as(held.toPrettyString())
                .isEqualTo("pinned");
        assertThat(held.at("/failure/detail").asString()).contains("it is slow", second.toString());

        assertThat(body(call(HttpMethod.GET, "/api/v1/pins?workload_id=" + workload, service(), null))
                        .at("/items"))
                .hasSize(1);
        var released = call(
                HttpMethod.POST,
                "/api/v1/pins/" + workload + "/release",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of("reason", "it was mended"));
        assertThat(released.getStatusCode().value()).as(released.getBody()).isEqualTo(200);
        JsonNode after = awaitState(post(first.replaced().image("ghcr.io/acme/train:2.1")), "succeeded", "failed");
        assertThat(after.at("/state").asString()).as(after.toPrettyString()).isEqualTo("succeeded");
    }

    @Test
    void takesAFirstDeploymentBackByRemovingIt() {
        String workload = Requests.newId("first");
        UUID first = post(Change.deploy(workload).on("aws", "on_demand").in(REPORTS));
        awaitState(first, "succeeded", "failed");

        var answer = call(
                HttpMethod.POST,
                "/api/v1/changes/" + first + "/rollback",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of("reason", "it should not be there"));
        JsonNode done =
                awaitState(UUID.fromString(body(answer).at("/changes/0/id").asString()), "succeeded", "failed");

        assertThat(done.at("/items/0/action").asString()).isEqualTo("teardown");
        assertThat(repository.fileOnMain("environments/" + REPORTS + "/workloads/" + workload + ".yaml"))
                .isEmpty();
    }

    @Test
    void refusesToTakeBackWhatSomethingNewerCameAfter() {
        String workload = Requests.newId("newer");
        Change first = Change.deploy(workload).on("aws", "on_demand").in(REPORTS);
        UUID older = post(first);
        awaitState(older, "succeeded", "failed");
        awaitState(post(first.replaced()), "succeeded", "failed");

        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes/" + older + "/rollback",
                        TestIssuer.token("operator", Role.OPERATOR),
                        Map.of("reason", "too late")),
                409,
                "conflict");
        assertThat(body(call(HttpMethod.GET, "/api/v1/pins?workload_id=" + workload, service(), null))
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void endsACanaryOfABadVersionInItsFirstStepAndLeavesTheOthersAlone() {
        String workload = Requests.newId("canary");
        Change good = Change.deploy(workload).on("aws", "on_demand").in(REPORTS).replicas(4);
        awaitState(post(good), "succeeded", "failed");
        List<String> before = alive(workload);

        UUID bad = post(good.replaced()
                .env(Map.of("SWEN_SIMULATED_HEALTH", "impaired"))
                .rollout(Map.of("strategy", "canary", "steps", List.of(25, 50), "analysis", "PT4M")));
        JsonNode done = awaitState(bad, "succeeded", "failed");

        assertThat(done.at("/failure/code").asString())
                .as(done.toPrettyString())
                .isEqualTo("analysis-failed");
        JsonNode analysis = body(call(HttpMethod.GET, "/api/v1/changes/" + bad + "/analysis", service(), null));
        assertThat(analysis.at("/steps")).hasSize(1);
        assertThat(analysis.at("/steps/0/replicas").asInt()).isEqualTo(1);
        assertThat(analysis.at("/steps/0/verdict").asString()).isEqualTo("bad");
        assertThat(alive(workload)).containsExactlyInAnyOrderElementsOf(before);
        JsonNode held = awaitState(post(good.replaced()), "succeeded", "failed");
        assertThat(held.at("/failure/code").asString()).isEqualTo("pinned");
    }

    @Test
    void letsAGoodVersionTakeOverStepByStep() {
        String workload = Requests.newId("steps");
        Change good = Change.deploy(workload).on("aws", "on_demand").in(REPORTS).replicas(2);
        awaitState(post(good), "succeeded", "failed");

        UUID next = post(good.replaced()
                .image("ghcr.io/acme/train:1.5")
                .rollout(Map.of("strategy", "canary", "steps", List.of(50), "analysis", "PT3M")));
        JsonNode done = awaitState(next, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        JsonNode steps = body(call(HttpMethod.GET, "/api/v1/changes/" + next + "/analysis", service(), null))
                .at("/steps");
        assertThat(steps.valueStream().map(step -> step.at("/replicas").asInt()))
                .containsExactly(1, 2);
        // Telemetry is not there, so that only health counts, and the step says so.
        assertThat(steps.at("/0/verdict").asString()).isEqualTo("unsure");
        assertThat(alive(workload)).hasSize(2);
    }

    @Test
    void takesBackWhatTurnsOutBadAfterItWasMerged() {
        String workload = Requests.newId("watched");
        Change good = Change.deploy(workload).on("aws", "on_demand").in(HEALS);
        awaitState(post(good), "succeeded", "failed");

        UUID bad = post(good.replaced().env(Map.of("SWEN_SIMULATED_HEALTH", "impaired")));
        awaitState(bad, "succeeded", "failed");

        JsonNode watch = await().atMost(PATIENCE)
                .until(
                        () -> body(call(HttpMethod.GET, "/api/v1/changes/" + bad + "/analysis", service(), null))
                                .at("/watch"),
                        one -> one.at("/state").asString("").equals("rolled_back"));
        assertThat(watch.at("/detail").asString()).contains("fail their status checks");
        await().atMost(PATIENCE)
                .until(() -> repository
                        .fileOnMain("environments/" + HEALS + "/workloads/" + workload + ".yaml")
                        .filter(yaml -> !yaml.contains("SWEN_SIMULATED_HEALTH"))
                        .isPresent());
    }

    @Test
    void tellsOfDriftAndPinsInEventsOfTheAgreedForm() throws IOException {
        String workload = Requests.newId("events");
        Change good = Change.deploy(workload).on("aws", "on_demand").in(REPORTS);
        awaitState(post(good), "succeeded", "failed");
        UUID second = post(good.replaced());
        awaitState(second, "succeeded", "failed");
        call(
                HttpMethod.POST,
                "/api/v1/changes/" + second + "/rollback",
                TestIssuer.token("operator", Role.OPERATOR),
                Map.of("reason", "to be told of"));
        assertThat(SIMULATOR.copy(instance(workload))).isTrue();
        awaitDrift(workload, "unmanaged", "open");

        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String type : List.of("DriftChanged", "PinChanged", "ChangeStageChanged")) {
            Schema schema = schemas.getSchema(Files.readString(Path.of("../docs/events/" + type + ".json")));
            List<String> events = jdbc.query(
                    "select data::text from event_log where type = ?",
                    (row, index) -> row.getString(1),
                    "io.swen." + type);
            assertThat(events)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(schema.validate(event, InputFormat.JSON))
                            .as(event)
                            .isEmpty());
        }
    }

    private org.springframework.http.ResponseEntity<String> decide(String id, String action, String reason, Role role) {
        return call(
                HttpMethod.POST,
                "/api/v1/drift/" + id + "/decision",
                TestIssuer.token("somebody", role),
                Map.of("action", action, "reason", reason));
    }

    private JsonNode awaitDrift(String workload, String kind, String state) {
        return await().atMost(PATIENCE.plus(PATIENCE))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> newest(workload, kind),
                        drift -> drift.at("/state").asString("").equals(state));
    }

    private JsonNode newest(String workload, String kind) {
        return body(call(
                        HttpMethod.GET,
                        "/api/v1/drift?open=false&class=" + kind + "&workload_id=" + workload,
                        service(),
                        null))
                .at("/items/0");
    }

    private String instance(String workload) {
        return alive(workload).getFirst();
    }

    private List<String> alive(String workload) {
        return simulatorInstances(workload).stream()
                .filter(instance -> List.of("pending", "running")
                        .contains(instance.at("/state").asString("")))
                .map(instance -> instance.at("/id").asString())
                .toList();
    }
}
