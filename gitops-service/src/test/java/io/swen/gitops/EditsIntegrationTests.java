package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What runs is changed without a decision: by a push, and by a promotion. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before each test
class EditsIntegrationTests extends GitopsTest {

    private static final String OLD = "ghcr.io/acme/train:1.4";
    private static final String NEW = "ghcr.io/acme/train:1.5";

    @TempDir
    Path folder;

    private Pushes pushes;

    @BeforeAll
    static void gitIsThere() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "git"))))
                .as("these tests run git, which is not on the PATH")
                .isTrue();
    }

    @BeforeEach
    void pushAsOperator() {
        pushes = new Pushes(folder, "http://swen:" + operator() + "@localhost:" + port + "/git/environments.git");
    }

    @Test
    void aPushedImageReplacesWhatRunsAndIsKeptByTheNextDecisionUntilTheWorkloadIsEdited() throws Exception {
        Requests.Change workload = deployed(Requests.newId("push-wl"), "push-wl");

        UUID pushed = Pushes.change(
                pushes.push(path(workload), file(workload).replace(OLD, NEW), "fix: a newer image\n\nTeam: research"));
        JsonNode change = succeeded(pushed);
        assertThat(change.at("/origin").asString()).isEqualTo("push");
        assertThat(change.at("/author/name").asString()).isEqualTo("operator");
        assertThat(change.at("/title").asString()).isEqualTo("change " + workload.workloadId() + " to " + NEW);
        assertThat(change.at("/items/0/decision_id").asString())
                .isEqualTo(workload.decisionId().toString());
        assertThat(file(workload)).contains(NEW, pushed.toString());
        assertThat(awaitDeployment(workload.workloadId(), "running")
                        .at("/change_id")
                        .asString())
                .isEqualTo(pushed.toString());

        succeeded(post(workload.replaced()));
        assertThat(file(workload)).contains(NEW);

        succeeded(post(workload.image("ghcr.io/acme/train:2.0").replaced()));
        assertThat(file(workload)).contains("ghcr.io/acme/train:2.0");
    }

    @Test
    void whatDecidesOverThePlaceOrIsNoWorkloadIsRefusedAtThePush() throws Exception {
        Requests.Change workload = deployed(Requests.newId("push-no"), "push-no");
        String file = file(workload);

        assertThat(pushes.push(path(workload), file.replace("cpu_cores: 2", "cpu_cores: 4")))
                .contains("changes workload.cpu_cores", "edit the workload instead");
        assertThat(pushes.push(path(workload), file.replace("replicas: 1", "replicas: 5")))
                .contains("changes workload.container.replicas");
        assertThat(pushes.push(path(workload), file.replaceFirst("zone: \\S+", "zone: \"aws:use1-az2\"")))
                .contains("changes placement.zone");
        assertThat(pushes.push(path(workload), file + "extra: 1\n")).contains("extra is not known here");
        assertThat(pushes.push(path(workload), "a: &a [1]\nb: *a\n")).contains("anchors and aliases are not allowed");
        assertThat(pushes.push(path(workload), file + "# a comment\n")).contains("changes nothing");
        assertThat(pushes.push(path(workload), null)).contains("cancel the workload");
        assertThat(pushes.push("environments/push-no/workloads/new.yaml", file)).contains("is not on main");
        assertThat(pushes.push("environments/push-no/workloads/a/b.yaml", file)).contains("is not allowed");
        assertThat(pushes.push(path(workload), file.replace(OLD, NEW), "fix: x\n\nTeam: other"))
                .contains("workload.team must be the same as team");
        UUID id = Pushes.change(pushes.push(path(workload), file.replace(OLD, "Not An Image")));
        assertThat(awaitState(id, "failed", "succeeded").at("/failure/code").asString())
                .isEqualTo("invalid-desired-state");
    }

    @Test
    void whatRunsWellIsPromotedWithItsEvidence() {
        String stem = Requests.newId("promo");
        Requests.Change source = deployed(stem + "-dev", "dev", NEW);
        Requests.Change target = deployed(stem + "-staging", "staging");
        ROUTING.telemetry.put(
                "/api/v1/costs",
                "{\"simulated\":true,\"groups\":[{\"key\":\"" + source.workloadId()
                        + "\",\"total\":{\"amount\":\"0.31\",\"currency\":\"USD\"}}]}");

        ResponseEntity<String> answer = await().atMost(PATIENCE)
                .until(
                        () -> promote(source.workloadId(), "staging"),
                        asked -> asked.getStatusCode().is2xxSuccessful());
        UUID id = UUID.fromString(body(answer).at("/change/id").asString());
        JsonNode change = succeeded(id);

        assertThat(change.at("/origin").asString()).isEqualTo("promotion");
        JsonNode kept = body(call(HttpMethod.GET, "/api/v1/promotions/" + id, operator(), null));
        assertThat(kept.at("/evidence/image").asString()).isEqualTo(NEW);
        assertThat(kept.at("/evidence/change_id").asString())
                .isEqualTo(change.at("/cause").asString());
        assertThat(kept.at("/evidence/measured_cost/amount").asString()).isEqualTo("0.31");
        assertThat(kept.at("/evidence/healthy_for").asString()).startsWith("PT");
        assertThat(file(target)).contains(NEW).contains("HF_TOKEN");
        problem(promote(source.workloadId(), "staging"), 409, "conflict");
    }

    @Test
    void whatCannotBePromotedIsRefusedWithTheWayToDoIt() {
        String stem = Requests.newId("nopromo");
        Requests.Change source = deployed(stem + "-dev", "dev");

        assertThat(problem(promote(source.workloadId(), "staging"), 422, "unprocessable")
                        .at("/detail")
                        .asString())
                .contains("there is no workload " + stem + "-staging in staging", "submit that workload there once");
        assertThat(problem(promote("nobody", "staging"), 422, "unprocessable")
                        .at("/detail")
                        .asString())
                .startsWith("workload_id: there is no workload nobody in dev");
        assertThat(problem(promote(source.workloadId(), "moon"), 400, "invalid-field")
                        .at("/errors/0/allowed")
                        .asString())
                .isEqualTo("one of staging, prod");
        assertThat(problem(
                                call(
                                        HttpMethod.POST,
                                        "/api/v1/promotions",
                                        operator(),
                                        Map.of(
                                                "workload_id",
                                                source.workloadId(),
                                                "from_environment",
                                                "dev",
                                                "to_environment",
                                                "prod")),
                                400,
                                "invalid-field")
                        .at("/detail")
                        .asString())
                .contains("staging, the one before prod");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/promotions",
                        TestIssuer.token("viewer", Role.VIEWER),
                        Map.of("workload_id", "x", "to_environment", "staging")),
                403,
                "forbidden");
    }

    private ResponseEntity<String> promote(String workloadId, String to) {
        return call(
                HttpMethod.POST,
                "/api/v1/promotions",
                operator(),
                Map.of("workload_id", workloadId, "to_environment", to));
    }

    private Requests.Change deployed(String workloadId, String environment) {
        return deployed(workloadId, environment, OLD);
    }

    private Requests.Change deployed(String workloadId, String environment, String image) {
        Requests.Change workload =
                Requests.Change.deploy(workloadId).in(environment).image(image);
        succeeded(post(workload));
        return workload;
    }

    private JsonNode succeeded(UUID id) {
        JsonNode change = awaitState(id, "succeeded", "failed", "awaiting_approval");
        assertThat(change.at("/state").asString()).as(change.toString()).isEqualTo("succeeded");
        return change;
    }

    private static String path(Requests.Change workload) {
        return "environments/" + workload.environment() + "/workloads/" + workload.workloadId() + ".yaml";
    }

    private String file(Requests.Change workload) {
        return repository.fileOnMain(path(workload)).orElseThrow();
    }

    private static String operator() {
        return TestIssuer.token("operator", Role.OPERATOR);
    }
}
