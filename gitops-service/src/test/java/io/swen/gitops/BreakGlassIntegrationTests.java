package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Applying in spite of what stands against it, by somebody who answers for it. */
class BreakGlassIntegrationTests extends GitopsTest {

    private static final String ADMIN = TestIssuer.token("root", Role.ADMIN);
    private static final String REASON = "the shop is down and nobody else is awake";

    @Autowired
    private Clock clock;

    @Test
    void appliesInSpiteOfAFreezeAndMissingApprovalsAndWaitsToBeSignedOff() throws Exception {
        String environment = Requests.newId("bg");
        String workload = Requests.newId("urgent");
        UUID id = post(Change.deploy(workload).costing("60", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        freeze(environment);

        ResponseEntity<String> answer = breakGlass(id, waiting, ADMIN, REASON);

        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(simulatorInstances(workload)).hasSize(1);
        assertThat(done.at("/break_glass/by/name").asString()).isEqualTo("root");
        assertThat(done.at("/break_glass/overridden").valueStream().map(JsonNode::asString))
                .hasSize(2)
                .anyMatch(text -> text.equals("2 of 2 approvals missing"))
                .anyMatch(text -> text.contains("freeze window"));
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'change.break_glass' and resource_id = ?",
                        Integer.class,
                        id.toString()))
                .isEqualTo(1);
        String event = String.valueOf(jdbc.queryForObject(
                "select data::text from event_log where type = 'io.swen.BreakGlassUsed' and subject = ?",
                String.class,
                id.toString()));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(Path.of("../docs/events/BreakGlassUsed.json")))
                        .validate(event, InputFormat.JSON))
                .isEmpty();
        String commit = done.at("/commits/0/id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ApprovalIntegrationTests.git(
                                GIT.resolve("environments.git"), "notes", "--ref=swen-approvals", "show", commit)
                        .contains("Broke-Glass: root"));

        assertThat(open()).contains(id.toString());
        problem(review(id, ADMIN, "justified", "I was right to do it"), 403, "forbidden");
        problem(
                review(id, TestIssuer.token("operator", Role.APPROVER), "justified", "it was mine anyway"),
                403,
                "forbidden");
        String alice = TestIssuer.token("alice", Role.APPROVER);
        problem(review(id, alice, "justified", "ok"), 400, "invalid-field");
        assertThat(review(id, alice, "unjustified", "there were two approvers on call")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        problem(review(id, alice, "justified", "on second thoughts it was right"), 409, "conflict");
        assertThat(open()).doesNotContain(id.toString());
        assertThat(change(id).at("/break_glass/review/outcome").asString()).isEqualTo("unjustified");
    }

    @Test
    void appliesAtOnceWhatIsHeldBackByAFreezeAfterItsApproval() {
        String environment = Requests.newId("bg");
        UUID id = post(Change.deploy(Requests.newId("held")).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        freeze(environment);
        approve(id, waiting);
        await().atMost(PATIENCE)
                .until(() -> change(id).at("/stages/5/summary").asString("").contains("freeze window"));

        assertThat(breakGlass(id, waiting, ADMIN, REASON).getStatusCode().value())
                .isEqualTo(200);

        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void neverGoesAgainstTheKillSwitchOrTheMode() {
        String environment = Requests.newId("bg");
        UUID id = post(Change.deploy(Requests.newId("never")).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        call(
                HttpMethod.POST,
                "/api/v1/kill-switch/engage",
                ADMIN,
                Map.of("environment", environment, "reason", "something is wrong"));

        JsonNode refused = problem(breakGlass(id, waiting, ADMIN, REASON), 409, "conflict");

        assertThat(refused.at("/detail").asString()).contains("kill switch");
        UUID other =
                post(Change.deploy(Requests.newId("never")).costing("20", 0.9).in("look"));
        JsonNode proposed = awaitState(other, "awaiting_approval");
        assertThat(problem(breakGlass(other, proposed, ADMIN, REASON), 409, "conflict")
                        .at("/detail")
                        .asString())
                .contains("mode recommend");
    }

    @Test
    void isForAdminsWithAFreshSecondFactorAndAReasonWhoAreNotTheAuthor() {
        UUID id = post(Change.deploy(Requests.newId("asked")).costing("20", 0.9));
        JsonNode waiting = awaitState(id, "awaiting_approval");

        problem(breakGlass(id, waiting, TestIssuer.token("alice", Role.APPROVER), REASON), 403, "forbidden");
        problem(breakGlass(id, waiting, TestIssuer.token("operator", Role.ADMIN), REASON), 403, "forbidden");
        problem(breakGlass(id, waiting, ADMIN, "it is urgent"), 400, "invalid-field");
        String stale = TestIssuer.sign(TestIssuer.claims("root", List.of("*"), List.of("*"), Role.ADMIN)
                .claim("mfa_time", Instant.now().minus(Duration.ofHours(2)).getEpochSecond())
                .build());
        problem(breakGlass(id, waiting, stale, REASON), 401, "step-up-required");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes/" + id + "/break-glass",
                        ADMIN,
                        Map.of("reason", REASON, "plan_hash", "sha256:" + "0".repeat(64))),
                412,
                "precondition-failed");
        assertThat(change(id).at("/state").asString()).isEqualTo("awaiting_approval");

        assertThat(breakGlass(id, waiting, ADMIN, REASON).getStatusCode().value())
                .isEqualTo(200);
        problem(breakGlass(id, waiting, TestIssuer.token("boss", Role.ADMIN), REASON), 409, "conflict");
    }

    @Test
    void overcomesNothingWhereNothingWaits() {
        UUID id = post(Change.deploy(Requests.newId("done")));
        JsonNode done = awaitState(id, "succeeded", "failed");

        problem(breakGlass(id, done, ADMIN, REASON), 409, "conflict");
    }

    private ResponseEntity<String> breakGlass(UUID id, JsonNode seen, String token, String reason) {
        return call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/break-glass",
                token,
                Map.of("reason", reason, "plan_hash", seen.at("/plan/hash").asString()));
    }

    private ResponseEntity<String> review(UUID id, String token, String outcome, String note) {
        return call(
                HttpMethod.POST,
                "/api/v1/changes/" + id + "/break-glass/review",
                token,
                Map.of("outcome", outcome, "note", note));
    }

    private List<String> open() {
        return body(call(HttpMethod.GET, "/api/v1/break-glass?reviewed=false&limit=200", ADMIN, null))
                .at("/items")
                .valueStream()
                .map(change -> change.at("/id").asString())
                .toList();
    }

    private void freeze(String environment) {
        ResponseEntity<String> added = call(
                HttpMethod.POST,
                "/api/v1/freeze-windows",
                ADMIN,
                Map.of(
                        "environments",
                        List.of(environment),
                        "reason",
                        "quarter end",
                        "from",
                        clock.instant().minus(Duration.ofHours(1)).toString(),
                        "until",
                        clock.instant().plus(Duration.ofDays(30)).toString()));
        assertThat(added.getStatusCode().value()).as(added.getBody()).isEqualTo(201);
    }
}
