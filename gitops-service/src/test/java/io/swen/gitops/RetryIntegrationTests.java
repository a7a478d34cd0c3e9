package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What came to nothing is tried again, by a change of its own. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before each test
class RetryIntegrationTests extends GitopsTest {

    private static final String OLD = "ghcr.io/acme/train:1.4";
    private static final String NEW = "ghcr.io/acme/train:1.5";
    private static final Map<String, String> REASON = Map.of("reason", "the reviewer is back");

    @TempDir
    Path folder;

    @Autowired
    Clock clock;

    @BeforeAll
    static void gitIsThere() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "git"))))
                .as("these tests run git, which is not on the PATH")
                .isTrue();
    }

    @Test
    void whatWasRejectedPassesTheWholePipelineAgainWithAPlanAndAnApprovalOfItsOwn() throws Exception {
        Requests.Change workload = deployed("retry-flow");
        UUID first = pushed(workload, NEW);
        problem(retry(first, operator(), REASON), 409, "conflict");
        JsonNode waiting = rejected(first);

        problem(retry(first, TestIssuer.token("viewer", Role.VIEWER), REASON), 403, "forbidden");
        problem(
                retry(first, TestIssuer.token("other", List.of("sales"), List.of("*"), Role.OPERATOR), REASON),
                404,
                "not-found");
        assertThat(problem(retry(first, operator(), Map.of("reason", " ")), 400, "invalid-field")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("reason");
        String key = UUID.randomUUID().toString();
        ResponseEntity<String> answer =
                call(HttpMethod.POST, "/api/v1/changes/" + first + "/retry", operator(), REASON, key);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        UUID second = UUID.fromString(body(answer).at("/id").asString());
        assertThat(body(call(HttpMethod.POST, "/api/v1/changes/" + first + "/retry", operator(), REASON, key))
                        .at("/id")
                        .asString())
                .isEqualTo(second.toString());

        JsonNode again = awaitState(second, "awaiting_approval", "failed");
        assertThat(again.at("/retries").asString()).isEqualTo(first.toString());
        assertThat(again.at("/origin").asString()).isEqualTo("push");
        assertThat(again.at("/approval/granted").asInt()).isZero();
        assertThat(again.at("/plan/hash").asString())
                .startsWith("sha256:")
                .isNotEqualTo(waiting.at("/plan/hash").asString());
        assertThat(change(first).at("/retried_by").asString()).isEqualTo(second.toString());
        assertThat(problem(retry(first, operator(), REASON), 409, "conflict")
                        .at("/detail")
                        .asString())
                .contains("tried again already as change " + second, "awaiting approval");

        approve(second, again);
        assertThat(awaitState(second, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(file(workload)).contains(NEW);
        assertThat(problem(retry(second, operator(), REASON), 409, "conflict")
                        .at("/detail")
                        .asString())
                .contains("it succeeded");
        assertThat(jdbc.queryForList(
                        "select action from audit.event where resource_id = ?", String.class, first.toString()))
                .contains("change.retry");
    }

    @Test
    void whatWasOvertakenOrPinnedOrIsFrozenIsNotTriedAgain() throws Exception {
        Requests.Change workload = deployed("retry-no");
        UUID first = pushed(workload, NEW);
        rejected(first);
        UUID newer = pushed(workload, "ghcr.io/acme/train:2.0");
        assertThat(refusal(first)).contains("change " + newer, "came after it");
        rejected(newer);

        jdbc.update(
                "insert into pin (id, workload_id, team, environment, change_id, reason, automatic, actor_id, pinned_at)"
                        + " values (?, ?, 'research', ?, ?, 'it was slow', false, ?, now())",
                UUID.randomUUID(),
                workload.workloadId(),
                workload.environment(),
                first,
                UUID.randomUUID());
        assertThat(refusal(newer)).contains("is pinned", "release the pin first");
        assertThat(call(
                                HttpMethod.POST,
                                "/api/v1/pins/" + workload.workloadId() + "/release",
                                operator(),
                                Map.of("reason", "it is quick now"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);

        Instant now = clock.instant();
        ResponseEntity<String> frozen = call(
                HttpMethod.POST,
                "/api/v1/freeze-windows",
                TestIssuer.token("admin", Role.ADMIN),
                Map.of(
                        "environments",
                        List.of(workload.environment()),
                        "reason",
                        "quarter end",
                        "from",
                        now.minus(Duration.ofHours(1)).toString(),
                        "until",
                        now.plus(Duration.ofDays(30)).toString()));
        assertThat(frozen.getStatusCode().is2xxSuccessful())
                .as(frozen.getBody())
                .isTrue();
        assertThat(refusal(newer)).contains("freeze window");
    }

    @Test
    void whereAWorkloadRunsIsDecidedAnewByRoutingAndLinkedByIt() {
        Requests.Change workload = Requests.Change.deploy(Requests.newId("retry-wl"))
                .in("retry-wl")
                .costing("20", 0.9);
        UUID first = post(workload);
        rejected(first);
        assertThat(refusal(first)).contains("POST /api/v1/workloads/" + workload.workloadId() + "/retry");

        Map<String, Object> decidedAnew = workload.replaced().json();
        decidedAnew.put("retries", first.toString());
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes",
                service(),
                decidedAnew,
                UUID.randomUUID().toString());
        assertThat(body(answer).at("/retries").asString()).as(answer.getBody()).isEqualTo(first.toString());
        assertThat(change(first).at("/retried_by").asString())
                .isEqualTo(body(answer).at("/id").asString());
    }

    private Requests.Change deployed(String environment) {
        Requests.Change workload = Requests.Change.deploy(Requests.newId(environment))
                .in(environment)
                .costing("20", 0.9);
        UUID id = post(workload);
        approve(id, awaitState(id, "awaiting_approval", "failed"));
        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        return workload;
    }

    private UUID pushed(Requests.Change workload, String image) throws Exception {
        Pushes pushes = new Pushes(
                Files.createTempDirectory(folder, "push"),
                "http://swen:" + operator() + "@localhost:" + port + "/git/environments.git");
        return Pushes.change(
                pushes.push(path(workload), file(workload).replace(OLD, image), "fix: an image\n\nTeam: research"));
    }

    private JsonNode rejected(UUID id) {
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token("approver", Role.APPROVER),
                Map.of(
                        "verdict",
                        "reject",
                        "reason",
                        "not tonight",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        awaitState(id, "rejected");
        return waiting;
    }

    private String refusal(UUID id) {
        return problem(retry(id, operator(), REASON), 409, "conflict")
                .at("/detail")
                .asString();
    }

    private ResponseEntity<String> retry(UUID id, String token, @Nullable Object body) {
        return call(HttpMethod.POST, "/api/v1/changes/" + id + "/retry", token, body);
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
