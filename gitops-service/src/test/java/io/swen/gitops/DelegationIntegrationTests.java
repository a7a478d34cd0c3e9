package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Verdicts in somebody's stead; each test has people of its own. */
class DelegationIntegrationTests extends GitopsTest {

    @Autowired
    private Clock clock;

    @Test
    void givesAVerdictInTheGiversSteadAndShowsIt() {
        String anna = Requests.newId("anna");
        String ben = Requests.newId("ben");
        delegate(anna, ben, Map.of());
        UUID id = post(Change.deploy(Requests.newId("lent")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        ResponseEntity<String> answer = approve(id, waiting, ben, anna);

        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        assertThat(body(answer).at("/approval/verdicts/0/name").asString()).isEqualTo(ben);
        assertThat(body(answer).at("/approval/verdicts/0/on_behalf_of/name").asString())
                .isEqualTo(anna);
        assertThat(change(id).at("/stages/4/summary").asString()).isEqualTo("approved by " + ben + " for " + anna);
    }

    @Test
    void countsTheGiverAndTheDelegateOnceWhoeverComesFirst() {
        String anna = Requests.newId("anna");
        String ben = Requests.newId("ben");
        delegate(anna, ben, Map.of());
        for (boolean giverFirst : List.of(true, false)) {
            UUID id = post(Change.deploy(Requests.newId("pair")).costing("60", 0.9));
            JsonNode waiting = awaitState(id, "awaiting_approval");

            ResponseEntity<String> first =
                    giverFirst ? approve(id, waiting, anna, null) : approve(id, waiting, ben, anna);
            assertThat(first.getStatusCode().value()).as(first.getBody()).isEqualTo(200);
            problem(giverFirst ? approve(id, waiting, ben, anna) : approve(id, waiting, anna, null), 409, "conflict");
            // Neither does it help to leave out in whose stead.
            if (giverFirst) {
                problem(approve(id, waiting, ben, null), 409, "conflict");
            }
            assertThat(change(id).at("/approval/granted").asInt()).isEqualTo(1);
            assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
        }
    }

    @Test
    void countsOnceWhenTheGiverAndTheDelegateDecideAtTheSameMoment() throws Exception {
        String anna = Requests.newId("anna");
        String ben = Requests.newId("ben");
        delegate(anna, ben, Map.of());
        UUID id = post(Change.deploy(Requests.newId("race")).costing("60", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        List<Callable<Integer>> calls = List.of(
                () -> approve(id, waiting, anna, null).getStatusCode().value(),
                () -> approve(id, waiting, ben, anna).getStatusCode().value());

        List<Integer> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : executor.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
    }

    @Test
    void neverTakesAVerdictOfADelegateWhoIsTheAuthorOrInTheAuthorsStead() {
        String anna = Requests.newId("anna");
        delegate(anna, "operator", Map.of());
        delegate("operator", anna, Map.of());
        UUID id = post(Change.deploy(Requests.newId("own")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        problem(approve(id, waiting, "operator", anna), 403, "forbidden");
        problem(approve(id, waiting, anna, "operator"), 403, "forbidden");
        assertThat(change(id).at("/approval/granted").asInt()).isZero();
    }

    @Test
    void endsWithItsTimeItsRevocationAndItsScope() {
        String anna = Requests.newId("anna");
        String ben = Requests.newId("ben");
        UUID id = post(Change.deploy(Requests.newId("past")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        problem(approve(id, waiting, ben, anna), 403, "forbidden");

        JsonNode expired = delegate(anna, ben, Map.of());
        jdbc.update(
                "update delegation set ends_at = starts_at where id = ?",
                UUID.fromString(expired.at("/id").asString()));
        problem(approve(id, waiting, ben, anna), 403, "forbidden");

        JsonNode revoked = delegate(anna, ben, Map.of());
        String path = "/api/v1/delegations/" + revoked.at("/id").asString();
        problem(call(HttpMethod.DELETE, path, approver(Requests.newId("other")), null), 404, "not-found");
        assertThat(call(HttpMethod.DELETE, path, approver(anna), null)
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        problem(approve(id, waiting, ben, anna), 403, "forbidden");

        delegate(anna, ben, Map.of("environments", List.of("prod")));
        delegate(anna, ben, Map.of("teams", List.of("payments")));
        problem(approve(id, waiting, ben, anna), 403, "forbidden");

        delegate(anna, ben, Map.of("teams", List.of("research"), "environments", List.of("dev")));
        assertThat(approve(id, waiting, ben, anna).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void isNotPassedOn() {
        String anna = Requests.newId("anna");
        String ben = Requests.newId("ben");
        String carl = Requests.newId("carl");
        delegate(anna, ben, Map.of());
        delegate(ben, carl, Map.of());
        UUID id = post(Change.deploy(Requests.newId("chain")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        problem(approve(id, waiting, carl, anna), 403, "forbidden");
        assertThat(approve(id, waiting, carl, ben).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void makesNobodyAnAdminOrSeeMoreAndNobodyWithoutTheRoleAnApprover() {
        String root = Requests.newId("root");
        String ben = Requests.newId("ben");
        ResponseEntity<String> made =
                call(HttpMethod.POST, "/api/v1/delegations", TestIssuer.token(root, Role.ADMIN), asked(ben, Map.of()));
        assertThat(made.getStatusCode().value()).as(made.getBody()).isEqualTo(201);
        UUID id =
                post(Change.deploy(Requests.newId("vital")).costing("150", 0.9).priority("critical"));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        problem(verdict(id, waiting, TestIssuer.token(ben, Role.OPERATOR), TestIssuer.actorId(root)), 403, "forbidden");
        problem(
                verdict(
                        id,
                        waiting,
                        TestIssuer.token(ben, List.of("payments"), List.of("*"), Role.APPROVER),
                        TestIssuer.actorId(root)),
                404,
                "not-found");
        assertThat(approve(id, waiting, ben, root).getStatusCode().value()).isEqualTo(200);
        approve(id, waiting, Requests.newId("dora"), null);
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");
    }

    @Test
    void refusesDelegationsThatMeanNothing() {
        String anna = Requests.newId("anna");
        assertThat(refused(anna, asked(anna, Map.of()))).isEqualTo("to");
        assertThat(refused(anna, asked("ben", Map.of("reason", " ")))).isEqualTo("reason");
        assertThat(refused(anna, asked("ben", Map.of("environments", List.of("NO")))))
                .isEqualTo("environments");
        assertThat(refused(
                        anna,
                        asked(
                                "ben",
                                Map.of(
                                        "ends_at",
                                        clock.instant()
                                                .plus(Duration.ofDays(400))
                                                .toString()))))
                .isEqualTo("ends_at");
        JsonNode narrow = problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/delegations",
                        TestIssuer.token(anna, List.of("research"), List.of("dev"), Role.APPROVER),
                        asked("ben", Map.of("environments", List.of("prod")))),
                400,
                "invalid-field");
        assertThat(narrow.at("/errors/0/field").asString()).isEqualTo("environments");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/delegations",
                        TestIssuer.token(anna, Role.OPERATOR),
                        asked("ben", Map.of())),
                403,
                "forbidden");
    }

    @Test
    void asksForASecondFactorThatIsFreshAtTheVerdict() {
        UUID id = post(Change.deploy(Requests.newId("stale")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        String token = TestIssuer.sign(TestIssuer.claims("alice", List.of("*"), List.of("*"), Role.APPROVER)
                .claim("mfa_time", Instant.now().minus(Duration.ofHours(2)).getEpochSecond())
                .build());

        problem(verdict(id, waiting, token, null), 401, "step-up-required");
        assertThat(change(id).at("/approval/granted").asInt()).isZero();
    }

    @Test
    void takesNoVerdictAfterTheApprovalExpired() {
        UUID id = post(Change.deploy(Requests.newId("over")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        jdbc.update("update change set approval_expires_at = now() - interval '1 day' where id = ?", id);

        problem(approve(id, waiting, "alice", null), 409, "conflict");
        assertThat(awaitState(id, "expired").at("/approval/granted").asInt()).isZero();
    }

    private JsonNode delegate(String from, String to, Map<String, Object> scope) {
        ResponseEntity<String> made = call(HttpMethod.POST, "/api/v1/delegations", approver(from), asked(to, scope));
        assertThat(made.getStatusCode().value()).as(made.getBody()).isEqualTo(201);
        return body(made);
    }

    private Map<String, Object> asked(String to, Map<String, Object> more) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("to", to);
        asked.put("ends_at", clock.instant().plus(Duration.ofDays(30)).toString());
        asked.put("reason", "on holiday");
        asked.putAll(more);
        return asked;
    }

    private String refused(String from, Map<String, Object> asked) {
        return problem(call(HttpMethod.POST, "/api/v1/delegations", approver(from), asked), 400, "invalid-field")
                .at("/errors/0/field")
                .asString();
    }

    private ResponseEntity<String> approve(UUID id, JsonNode waiting, String by, @Nullable String insteadOf) {
        return verdict(id, waiting, approver(by), insteadOf == null ? null : TestIssuer.actorId(insteadOf));
    }

    private ResponseEntity<String> verdict(UUID id, JsonNode waiting, String token, @Nullable UUID insteadOf) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("verdict", "approve");
        verdict.put("plan_hash", waiting.at("/plan/hash").asString());
        if (insteadOf != null) {
            verdict.put("on_behalf_of", insteadOf.toString());
        }
        return call(HttpMethod.POST, "/api/v1/changes/" + id + "/verdicts", token, verdict);
    }

    private static String approver(String name) {
        return TestIssuer.token(name, Role.APPROVER);
    }
}
