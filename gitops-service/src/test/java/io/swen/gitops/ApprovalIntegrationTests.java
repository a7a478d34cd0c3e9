package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import io.swen.gitops.approval.BudgetUse;
import io.swen.gitops.approval.Budgets;
import io.swen.gitops.change.Changes;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

class ApprovalIntegrationTests extends GitopsTest {

    @Autowired
    private Budgets budgets;

    @Autowired
    private Changes changes;

    @Test
    void goesOnAfterOneApprovalAndKeepsItInGit() throws Exception {
        Change asked = Change.deploy(Requests.newId("dear")).costing("20", 0.9);
        UUID id = post(asked);
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(waiting.at("/approval/level").asString()).isEqualTo("one_approver");
        assertThat(pendingIds()).contains(id.toString());

        ResponseEntity<String> answer = approve(id, "alice", hash(waiting));

        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        assertThat(body(answer).at("/approval/granted").asInt()).isEqualTo(1);
        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(pendingIds()).doesNotContain(id.toString());
        String commit = done.at("/commits/0/id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> git(GIT.resolve("environments.git"), "notes", "--ref=swen-approvals", "show", commit)
                        .contains("Approved-By: alice"));
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'change.verdict' and resource_id = ?",
                        Integer.class,
                        id.toString()))
                .isEqualTo(1);
    }

    @Test
    void neverTakesTheAuthorsVerdict() {
        UUID id = post(Change.deploy(Requests.newId("own")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes/" + id + "/verdicts",
                        TestIssuer.token("operator", Role.APPROVER, Role.ADMIN),
                        Map.of("verdict", "approve", "plan_hash", hash(waiting))),
                403,
                "forbidden");
        assertThat(change(id).at("/approval/granted").asInt()).isZero();
    }

    @Test
    void takesVerdictsOnTheCurrentPlanOnly() {
        UUID id = post(Change.deploy(Requests.newId("other")).costing("20", 0.9));
        awaitState(id, "awaiting_approval");

        problem(approve(id, "alice", "sha256:" + "0".repeat(64)), 412, "precondition-failed");
        problem(approve(id, "alice", "sha256:1"), 400, "invalid-field");
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
    }

    @Test
    void endsWithARejectionThatGivesAReason() {
        UUID id = post(Change.deploy(Requests.newId("no")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        String bob = TestIssuer.token("bob", Role.APPROVER);
        String path = "/api/v1/changes/" + id + "/verdicts";

        problem(
                call(
                        HttpMethod.POST,
                        path,
                        bob,
                        Map.of("verdict", "reject", "reason", "no", "plan_hash", hash(waiting))),
                400,
                "invalid-field");
        assertThat(call(
                                HttpMethod.POST,
                                path,
                                bob,
                                Map.of("verdict", "reject", "reason", "too dear", "plan_hash", hash(waiting)))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);

        JsonNode rejected = change(id);
        assertThat(rejected.at("/state").asString()).isEqualTo("rejected");
        assertThat(rejected.at("/failure/detail").asString()).contains("too dear");
        problem(approve(id, "alice", hash(waiting)), 409, "conflict");
    }

    @Test
    void needsTwoDifferentPeopleWhereTheTableSaysSo() {
        UUID id = post(Change.deploy(Requests.newId("unsure")).costing("1", 0.2));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(waiting.at("/approval/required").asInt()).isEqualTo(2);

        assertThat(approve(id, "alice", hash(waiting)).getStatusCode().value()).isEqualTo(200);
        problem(approve(id, "alice", hash(waiting)), 409, "conflict");
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
        assertThat(approve(id, "bob", hash(waiting)).getStatusCode().value()).isEqualTo(200);

        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void needsAnAdminAmongThemForSomethingCriticalAndDear() {
        UUID id =
                post(Change.deploy(Requests.newId("vital")).costing("150", 0.9).priority("critical"));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(waiting.at("/approval/level").asString()).isEqualTo("two_approvers_one_admin");

        approve(id, "alice", hash(waiting));
        approve(id, "bob", hash(waiting));
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
        call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token("root", Role.ADMIN),
                Map.of("verdict", "approve", "plan_hash", hash(waiting)));

        assertThat(change(id).at("/state").asString()).isNotEqualTo("awaiting_approval");
    }

    @Test
    void countsConcurrentVerdictsExactly() throws Exception {
        UUID id = post(Change.deploy(Requests.newId("rush")).costing("60", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "person-" + i;
            calls.add(() -> approve(id, name, hash(waiting)).getStatusCode().value());
        }

        List<Integer> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : executor.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsOnly(200, 409);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(2);
        assertThat(jdbc.queryForObject("select count(*) from change_verdict where change_id = ?", Integer.class, id))
                .isEqualTo(2);
    }

    @Test
    void asksTwoPeopleWhereTheBudgetIsAllButSpentAndNamesIt() {
        String environment = Requests.newId("spent");
        ROUTING.budgets.set(
                budget("other", "elsewhere", "99") + "," + budget("research in " + environment, environment, "96"));
        try {
            JsonNode waiting = awaitState(
                    post(Change.deploy(Requests.newId("poor")).in(environment)), "awaiting_approval", "succeeded");

            assertThat(waiting.at("/approval/level").asString()).isEqualTo("two_approvers");
            assertThat(waiting.at("/approval/reasons/0").asString())
                    .contains("% of the budget research in " + environment + " is above 95 %");
        } finally {
            ROUTING.budgets.set("");
        }
    }

    @Test
    void asksOnePersonWhereNobodySaysHowMuchOfTheBudgetIsLeft() {
        ROUTING.budgetStatus.set(503);
        UUID id;
        try {
            id = post(Change.deploy(Requests.newId("blind")));
            JsonNode waiting = awaitState(id, "awaiting_approval", "succeeded");

            assertThat(waiting.at("/approval/level").asString()).isEqualTo("one_approver");
            assertThat(waiting.at("/approval/reasons/0").asString()).contains("budget", "not known");
        } finally {
            ROUTING.budgetStatus.set(200);
        }
        // Others must not find the breaker open.
        await().atMost(PATIENCE).until(() -> budgets.with(changes.get(id)) instanceof BudgetUse.None);
    }

    private static String budget(String name, String environment, String spent) {
        return """
                {"id":"%s","name":"%s","team":"research","environment":"%s","provider":null,
                 "amount":{"amount":"100","currency":"USD"},"thresholds":[70,85,95],"month":"2026-11-01",
                 "spent":{"amount":"%s","currency":"USD"},"spent_percent":96.0,"state":"warning"}""".formatted(UUID.randomUUID(), name, environment, spent);
    }

    @Test
    void isSupersededByATeardown() {
        Change asked = Change.deploy(Requests.newId("gone")).costing("20", 0.9);
        UUID id = post(asked);
        awaitState(id, "awaiting_approval");

        UUID teardown = post(asked.teardown("cancelled"));

        assertThat(change(id).at("/state").asString()).isEqualTo("cancelled");
        assertThat(awaitState(teardown, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
    }

    private ResponseEntity<String> approve(UUID id, String name, String hash) {
        return call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/verdicts",
                TestIssuer.token(name, Role.APPROVER),
                Map.of("verdict", "approve", "plan_hash", hash));
    }

    private List<String> pendingIds() {
        return body(call(HttpMethod.GET, "/pending?limit=200", TestIssuer.token("viewer", Role.VIEWER), null))
                .at("/items")
                .valueStream()
                .map(change -> change.at("/id").asString())
                .toList();
    }

    private static String hash(JsonNode change) {
        return change.at("/plan/hash").asString();
    }

    static String git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("git", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.redirectErrorStream(true).redirectOutput(out.toFile());
        int status = builder.start().waitFor();
        return status + "\n" + Files.readString(out);
    }
}
