package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.protocol.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What the careless and the malicious send. */
class BadInputIntegrationTests extends GitopsTest {

    @TempDir
    Path folder;

    @AfterEach
    void calm() {
        SIMULATOR.faults(List.of());
    }

    @Test
    void anUnknownChangeIsNotFoundWhateverIsAskedOfIt() {
        String path = "/api/v1/changes/" + UUID.randomUUID();
        String approver = TestIssuer.token("approver", Role.APPROVER);

        problem(call(HttpMethod.GET, path, service(), null), 404, "not-found");
        problem(call(HttpMethod.GET, path + "/stages/plan/log", service(), null), 404, "not-found");
        problem(call(HttpMethod.POST, path + "/cancel", service(), null), 404, "not-found");
        problem(
                call(
                        HttpMethod.POST,
                        path + "/verdicts",
                        approver,
                        Map.of("verdict", "approve", "plan_hash", "sha256:" + "0".repeat(64))),
                404,
                "not-found");
    }

    @Test
    void aSecondVerdictOfTheSamePersonIsRefusedAndCountsOnce() {
        UUID id = post(Change.deploy(Requests.newId("twice")).costing("60", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        approve(id, waiting);

        ResponseEntity<String> again = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token("approver", Role.APPROVER),
                Map.of(
                        "verdict",
                        "approve",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));

        problem(again, 409, "conflict");
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
        assertThat(change(id).at("/approval/verdicts")).hasSize(1);
        call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "a/../b",
                "refs/heads/main",
                "x.lock",
                "-rf",
                "a b",
                "a\nb",
                "A",
                "a\u0000b",
                "change/1",
                "x..y",
                "@{1}",
                "a~1",
                "a^",
                "a:b"
            })
    void whatIsNoNameNeverBecomesPartOfAPathOrARef(String name) {
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes",
                        service(),
                        Change.deploy(name).json()),
                400,
                "invalid-field");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes",
                        service(),
                        Change.deploy(Requests.newId("ref")).in(name).json()),
                400,
                "invalid-field");
    }

    @Test
    void nobodyPushesToAnyRefOfTheService() throws Exception {
        Path clone = cloned();
        Files.writeString(clone.resolve("x.txt"), "x\n");
        commit(clone);
        for (String ref : List.of(
                "refs/heads/main",
                "refs/heads/change/" + UUID.randomUUID(),
                "refs/notes/swen-approvals",
                "refs/swen/records",
                "refs/for/main/../../heads/main",
                "refs/for/other")) {
            assertThat(git(clone, "push", url(), "HEAD:" + ref)).as(ref).doesNotStartWith("0");
        }
        assertThat(git(clone, "push", url(), ":refs/heads/main")).doesNotStartWith("0");
        assertThat(repository.fileOnMain("x.txt")).isEmpty();
        assertThat(repository.fileOnMain("README.md")).isPresent();
    }

    @Test
    void aFileThatIsTooLargeIsNotTaken() throws Exception {
        Path clone = cloned();
        Path file = clone.resolve("environments/push-huge/terraform/main.tf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# " + "x".repeat(2 << 20) + "\n");
        commit(clone);

        assertThat(git(clone, "push", url(), "HEAD:refs/for/main")).doesNotStartWith("0");
        assertThat(jdbc.queryForObject("select count(*) from change where environment = 'push-huge'", Integer.class))
                .isZero();
    }

    @Test
    void aTokenThatSomebodyElseSignedOpensNothing() throws Exception {
        String[] parts = TestIssuer.token("admin", Role.ADMIN).split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse();
        String unsigned = java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "." + parts[1] + ".";
        for (String token : List.of(forged, unsigned)) {
            assertThat(call(HttpMethod.GET, "/api/v1/changes", token, null)
                            .getStatusCode()
                            .value())
                    .isEqualTo(401);
            assertThat(git(
                            folder,
                            "ls-remote",
                            "http://swen:" + token + "@localhost:" + port + "/git/environments.git"))
                    .doesNotStartWith("0");
        }
    }

    @Test
    void cancelledWhileItIsAppliedItLeavesNothing() {
        String workload = Requests.newId("cancelled");
        // Each launch takes its time, so that the cancellation comes in the middle of them.
        SIMULATOR.faults(List.of(new Fault("aws", "RunInstances", null, 3, null, 800L, null)));
        UUID id = post(Change.deploy(workload).on("aws", "on_demand").replicas(3));
        await().atMost(PATIENCE).until(() -> !simulatorInstances(workload).isEmpty());

        assertThat(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        JsonNode done = awaitState(id, "cancelled", "failed", "succeeded");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("cancelled");
        assertThat(simulatorInstances(workload))
                .allSatisfy(
                        instance -> assertThat(instance.at("/state").asString()).isNotIn("pending", "running"));
        // Cancelling what is cancelled changes nothing.
        assertThat(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void aBombOfBracesIsRefusedBeforeTerraformSeesIt() {
        for (String code : List.of(
                "locals {\n  x = " + "[".repeat(20_000) + "]".repeat(20_000) + "\n}\n",
                "locals {\n  x = \"" + "${\"".repeat(5_000) + "\"}".repeat(5_000) + "\"\n}\n",
                "a {\n".repeat(5_000) + "}\n".repeat(5_000))) {
            Map<String, Object> file = new HashMap<>();
            file.put("path", "environments/tf-bomb/terraform/main.tf");
            file.put("content", code);
            ResponseEntity<String> answer = call(
                    HttpMethod.POST,
                    "/api/v1/changes/terraform",
                    TestIssuer.token("operator", Role.OPERATOR),
                    Map.of("environment", "tf-bomb", "team", "research", "title", "a bomb", "files", List.of(file)));
            assertThat(answer.getStatusCode().value()).as(answer.getBody()).isIn(202, 400);
            if (answer.getStatusCode().value() == 202) {
                JsonNode done =
                        awaitState(UUID.fromString(body(answer).at("/id").asString()), "failed");
                assertThat(done.at("/failure/stage").asString()).isEqualTo("validate");
            }
        }
    }

    private Path cloned() throws Exception {
        Path clone = folder.resolve("clone");
        String told = git(folder, "clone", "-q", url(), "clone");
        assumeThat(told).as("git is not here").doesNotContain("No such file");
        assertThat(told).startsWith("0");
        return clone;
    }

    private static void commit(Path clone) throws Exception {
        git(clone, "add", "-A");
        assertThat(git(
                        clone,
                        "-c",
                        "user.name=Eve",
                        "-c",
                        "user.email=eve@example.com",
                        "commit",
                        "-q",
                        "-m",
                        "feat: x\n\nTeam: research"))
                .startsWith("0");
    }

    private String url() {
        return "http://swen:" + TestIssuer.token("operator", Role.OPERATOR) + "@localhost:" + port
                + "/git/environments.git";
    }

    private static String git(Path directory, String... arguments) throws Exception {
        return ApprovalIntegrationTests.git(directory, arguments);
    }
}
