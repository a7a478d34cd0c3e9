package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.swen.gitops.contract.Author;
import io.swen.gitops.repository.Commit;
import io.swen.gitops.repository.CommitRequest;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Policies from the push to what they do to changes. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before each test
class PolicyIntegrationTests extends GitopsTest {

    private static final String POLICY = """
            api_version: swen.io/v1
            kind: Policy
            name: %s
            description: A policy of a test.
            rules:
              - name: only
                when: %s
                result: %s
                message: "%s"
            """;

    @TempDir
    Path folder;

    private Pushes pushes;

    @BeforeAll
    static void gitIsThere() {
        assumeThat(isOnPath("git"))
                .as("these tests run git, which is not on the PATH")
                .isTrue();
    }

    @BeforeEach
    void pushAsOperator() {
        pushes = new Pushes(
                folder,
                "http://swen:" + TestIssuer.token("operator", Role.OPERATOR) + "@localhost:" + port
                        + "/git/environments.git");
    }

    @Test
    void aPushedPolicyWaitsForAnotherPersonAndThenDeniesWarnsAndSaysWhatItLookedAt() throws Exception {
        String text = POLICY.formatted(
                        "pol-deny",
                        "environment == \"pol-deny\" && cost.after > 1",
                        "deny",
                        "${cost.after} USD an hour is too much")
                + """
                  - name: told
                    when: environment == "pol-deny"
                    result: warn
                    message: "somebody of ${team} changes ${size(items)} workload(s)"
                tests:
                  - name: too dear
                    input: {environment: pol-deny, team: x, cost: {after: 2}, items: [{}]}
                    expect: {only: deny, told: warn}
                """;
        UUID policy = merge("policies/pol-deny.yaml", text);

        JsonNode merged = change(policy);
        assertThat(merged.at("/kind").asString()).isEqualTo("policy");
        assertThat(merged.at("/plan/actions/0/op").asString()).isEqualTo("create");
        assertThat(repository.fileOnMain("policies/pol-deny.yaml")).contains(text);

        UUID dear = post(
                Requests.Change.deploy(Requests.newId("pol")).in("pol-deny").costing("2.5", 0.8));
        UUID cheap = post(Requests.Change.deploy(Requests.newId("pol")).in("pol-deny"));

        JsonNode denied = awaitState(dear, "failed", "succeeded", "awaiting_approval");
        assertThat(denied.at("/failure/code").asString()).as(denied.toString()).isEqualTo("policy-denied");
        assertThat(denied.at("/failure/stage").asString()).isEqualTo("plan");
        assertThat(denied.at("/failure/detail").asString())
                .contains("policy pol-deny/only: 2.5 USD an hour is too much");
        JsonNode finding = denied.at("/plan/findings/0");
        assertThat(finding.at("/rule").asString()).isEqualTo("only");
        assertThat(finding.at("/values").toString()).contains("\"cost.after\"", "\"2.5\"");
        assertThat(simulatorInstances(denied.at("/items/0/workload_id").asString()))
                .isEmpty();
        JsonNode warned = awaitState(cheap, "succeeded", "failed");
        assertThat(warned.at("/state").asString()).as(warned.toString()).isEqualTo("succeeded");
        assertThat(warned.at("/plan/findings/0/message").asString())
                .isEqualTo("somebody of research changes 1 workload(s)");
        assertThat(body(call(HttpMethod.GET, "/api/v1/changes/" + dear + "/stages/plan/log", service(), null))
                        .toString())
                .contains("cost.after = 2.5");
    }

    @Test
    void whatAPolicyRequiresIsNeededBesideTheLevel() throws Exception {
        merge(
                "policies/pol-need.yaml",
                POLICY.formatted("pol-need", "environment == \"pol-need\"", "require", "an admin looks at it")
                        .replace("result: require", "result: require\n    require: {approvals: 1, role: admin}"));
        UUID id = post(Requests.Change.deploy(Requests.newId("pol")).in("pol-need"));

        JsonNode waiting = awaitState(id, "awaiting_approval", "succeeded", "failed");
        assertThat(waiting.at("/approval/level").asString())
                .as(waiting.toString())
                .isEqualTo("one_approver");
        assertThat(waiting.at("/approval/reasons").toString()).contains("an admin looks at it", "1 of role admin");
        approve(id, waiting);
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
        verdict(id, waiting, TestIssuer.token("boss", Role.ADMIN));
        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void aPolicyThatIsWrongOrWhoseTestsFailIsNotMerged() throws Exception {
        UUID wrong = Pushes.change(
                pushes.push("policies/pol-wrong.yaml", POLICY.formatted("pol-wrong", "cost.aftr > 1", "deny", "x")));
        UUID untrue = Pushes.change(pushes.push(
                "policies/pol-untrue.yaml",
                POLICY.formatted("pol-untrue", "cost.after > 1", "deny", "x")
                        + "tests:\n  - name: dear\n    input: {cost: {after: 0.5}}\n    expect: {only: deny}\n"));

        JsonNode failed = awaitState(wrong, "failed", "awaiting_approval");
        assertThat(failed.at("/failure/code").asString()).as(failed.toString()).isEqualTo("invalid-policy");
        assertThat(failed.at("/failure/detail").asString())
                .contains("policies/pol-wrong.yaml: line 7: rules[0].when at character 5: undefined field 'aftr'");
        assertThat(awaitState(untrue, "failed", "awaiting_approval")
                        .at("/failure/detail")
                        .asString())
                .contains("test \"dear\": expected {only=deny}, but the rules said nothing");
    }

    @Test
    void whatIsNoPolicyFileIsRefusedAtThePush() throws Exception {
        assertThat(pushes.push("policies/Not A Policy.yaml", "x: 1\n"))
                .contains("is not allowed: policies/<name>.yaml");
        assertThat(pushes.push("policies/deep/er.yaml", "x: 1\n")).contains("is not allowed: policies/<name>.yaml");
        assertThat(pushes.push("policies/approval.yaml", "x: 1\n")).contains("describes what is built in");
        assertThat(pushes.push("policies/large.yaml", "# " + "x".repeat(70_000)))
                .contains("at most 65536 bytes");
    }

    @Test
    void aBrokenPolicyOnMainLetsNothingThroughButItsCorrection() throws Exception {
        onMain("policies/pol-broken.yaml", POLICY.formatted("pol-broken", "cost.after >", "deny", "x"));

        JsonNode denied = awaitState(post(Requests.Change.deploy(Requests.newId("pol"))), "failed", "succeeded");
        JsonNode listed = body(call(HttpMethod.GET, "/api/v1/policies", service(), null));
        merge("policies/pol-broken.yaml", null);
        JsonNode through = awaitState(post(Requests.Change.deploy(Requests.newId("pol"))), "failed", "succeeded");

        assertThat(denied.at("/failure/code").asString()).as(denied.toString()).isEqualTo("policy-denied");
        assertThat(denied.at("/failure/detail").asString())
                .contains("policies/pol-broken.yaml on main cannot be used", "line 7: rules[0].when");
        assertThat(listed.at("/items").valueStream())
                .anyMatch(item -> item.at("/name").asString().equals("pol-broken")
                        && !item.at("/problems").isEmpty());
        assertThat(through.at("/state").asString()).as(through.toString()).isEqualTo("succeeded");
    }

    @Test
    void policiesAreListedReadAndTriedBeforeTheyArePushed() {
        String operator = TestIssuer.token("operator", Role.OPERATOR);
        UUID dear =
                post(Requests.Change.deploy(Requests.newId("pol")).in("pol-dry").costing("2.5", 0.8));
        awaitState(dear, "succeeded");

        JsonNode one = body(call(HttpMethod.GET, "/api/v1/policies/critical-on-spot", operator, null));
        JsonNode report = body(call(
                HttpMethod.POST,
                "/api/v1/policies/dry-run",
                operator,
                Map.of(
                        "policy",
                        POLICY.formatted("pol-dry", "environment == \"pol-dry\" && cost.after > 2", "deny", "dear"),
                        "changes",
                        200)));

        assertThat(one.at("/policy/rules/0/name").asString()).isEqualTo("prod-spot");
        assertThat(one.at("/tests").valueStream())
                .isNotEmpty()
                .allMatch(test -> test.at("/passed").asBoolean());
        assertThat(report.at("/matched").asInt()).as(report.toString()).isEqualTo(1);
        assertThat(report.at("/different/0/change_id").asString()).isEqualTo(dear.toString());
        assertThat(report.at("/different/0/before/denied").asBoolean()).isFalse();
        assertThat(report.at("/different/0/after/denied").asBoolean()).isTrue();
        problem(call(HttpMethod.GET, "/api/v1/policies/none", operator, null), 404, "not-found");
        assertThat(problem(
                                call(
                                        HttpMethod.POST,
                                        "/api/v1/policies/dry-run",
                                        operator,
                                        Map.of("policy", POLICY.formatted("x", "nothing > 1", "deny", "x"))),
                                400,
                                "invalid-field")
                        .at("/detail")
                        .asString())
                .contains("line 7: rules[0].when", "undeclared reference to 'nothing'");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/policies/dry-run",
                        TestIssuer.token("viewer", Role.VIEWER),
                        Map.of("policy", "x")),
                403,
                "forbidden");
    }

    @Test
    void terraformsPlanIsHeldAgainstThePoliciesToo() throws Exception {
        assumeThat(isOnPath("terraform"))
                .as("this test runs the Terraform CLI, which is not on the PATH")
                .isTrue();
        merge(
                "policies/pol-tf.yaml",
                POLICY.formatted(
                        "pol-tf",
                        "environment == \"pol-tf\" && plan.actions.exists(a, a.resource == \"terraform_data\" && has(a.after)"
                                + " && a.after.input == \"forbidden\")",
                        "deny",
                        "that input is not wanted"));

        UUID id = Pushes.change(pushes.push(
                "environments/pol-tf/terraform/main.tf",
                "resource \"terraform_data\" \"x\" {\n  input = \"forbidden\"\n}\n"));

        JsonNode denied = awaitState(id, "failed", "awaiting_approval");
        assertThat(denied.at("/failure/code").asString()).as(denied.toString()).isEqualTo("policy-denied");
        assertThat(denied.at("/plan/findings/0/values").toString()).contains("a.after.input", "forbidden");
    }

    /** Pushes, approves and waits until it is merged. */
    private UUID merge(String path, @Nullable String content) throws Exception {
        UUID id = Pushes.change(pushes.push(path, content));
        JsonNode waiting = awaitState(id, "awaiting_approval", "failed");
        assertThat(waiting.at("/state").asString()).as(waiting.toString()).isEqualTo("awaiting_approval");
        approve(id, waiting);
        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        return id;
    }

    private void verdict(UUID id, JsonNode waiting, String token) {
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                token,
                Map.of(
                        "verdict",
                        "approve",
                        "plan_hash",
                        waiting.at("/plan/hash").asString()));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
    }

    /** Brings a file to main around the pipeline, as an older release or a person on the host could have. */
    private void onMain(String path, String content) {
        UUID id = UUID.randomUUID();
        Commit commit = repository.commit(new CommitRequest(
                id,
                "chore: around the pipeline",
                "",
                Map.of(),
                new Author(UUID.randomUUID(), "somebody"),
                Instant.now(),
                List.of(new FileEdit(path, content))));
        repository.merge(id, commit.id());
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
