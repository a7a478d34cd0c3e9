package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.money.Money;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.optimisation.Draft;
import io.swen.routing.optimisation.Recommendation;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.Level;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.optimisation.Recommendation.Risk;
import io.swen.routing.optimisation.Recommendations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What becomes of recommendations, from their proposal to the change at gitops-service and back. */
@RoutingIntegrationTest
class RecommendationIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private Recommendations recommendations;

    @Test
    void handsOverWhatIsAppliedAsAReplacementAndLetsTheOldPlaceGo() {
        String id = running("applied");
        FakePeers.Change first = change(id, 0);
        String path = propose(id, smaller());

        assertThat(fixture.json(fixture.get("/api/v1/recommendations?workload_id=" + id))
                        .at("/items/0/kind")
                        .asString())
                .isEqualTo("right_size");
        fixture.problem(fixture.post(path + "/apply", "{}"), 428, "precondition-required");
        fixture.problem(applied(path, "\"7\""), 412, "precondition-failed");
        JsonNode applied = fixture.json(applied(path, "\"0\""));
        assertThat(applied.path("state").asString()).isEqualTo("applied");

        FakePeers.Change second = change(id, 1);
        JsonNode item = second.request().at("/items/0");
        assertThat(item.path("action").asString()).isEqualTo("replace");
        assertThat(item.at("/workload/cpu_cores").asDouble()).isEqualTo(1.0);
        assertThat(second.key()).isEqualTo(applied.path("decision_id").asString());
        assertThat(second.request().path("reason").asString()).contains("right size, applied by operator");
        assertThat(fixture.state(id)).isEqualTo("decided");

        fixture.peers().changeIs(second, "running", "apply", null);
        fixture.peers().deploymentIs(second, "running", null);
        fixture.peers().changeIs(second, "succeeded", "monitor", null);
        fixture.peers().deploymentIs(first, "terminated", null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(reservations(id)).containsExactly("released", "used"));
        assertThat(fixture.state(id)).isEqualTo("running");
        assertThat(fixture.workload(id).path("cpu_cores").asDouble()).isEqualTo(1.0);
        assertThat(fixture.count("select count(*) from relocation where workload_id = ?", id))
                .isZero();
        fixture.problem(applied(path, "\"1\""), 409, "conflict");
    }

    @Test
    void whoLookedBeforeOneWasAppliedDoesNotRecommendItOnceMore() {
        String id = running("once");
        applied(propose(id, smaller()), "\"0\"");
        assertThat(fixture.state(id)).isEqualTo("decided");

        assertThat(recommendations.propose(draft(Kind.RIGHT_SIZE, id, smaller())))
                .isEmpty();
        assertThat(fixture.count("select count(*) from recommendation where workload_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void leavesAWorkloadWhereItRunsWhenItsMoveIsRejected() {
        String id = running("rejected");
        String before = fixture.workload(id).path("decision_id").asString();
        applied(propose(id, smaller()), "\"0\"");
        FakePeers.Change second = change(id, 1);
        fixture.peers().changeIs(second, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
        fixture.peers().changeIs(second, "rejected", "approval", "not today");
        awaitState(id, "running");

        JsonNode workload = fixture.workload(id);
        assertThat(workload.path("decision_id").asString()).isEqualTo(before);
        assertThat(workload.path("change_id").asString())
                .isEqualTo(change(id, 0).id().toString());
        assertThat(workload.path("cpu_cores").asDouble()).isEqualTo(2.0);
        assertThat(workload.path("reason").asString()).contains("its move").contains("not today");
        assertThat(reservations(id)).containsExactly("used", "released");
        assertThat(fixture.peers().changesOf(id)).hasSize(2);
    }

    @Test
    void findsAnotherPlaceAtOnceWhenTheOldOneIsLostBeforeAMoveIsApproved() {
        String id = running("overtaken");
        FakePeers.Change first = change(id, 0);
        applied(propose(id, smaller()), "\"0\"");
        FakePeers.Change second = change(id, 1);
        fixture.peers().changeIs(second, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
        fixture.peers().deploymentIs(first, "lost", "taken back");

        FakePeers.Change third = change(id, 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.peers().cancelled()).contains(second.id()));
        assertThat(third.request().at("/items/0/decision/offer/offer_id").asString())
                .isNotEqualTo(
                        first.request().at("/items/0/decision/offer/offer_id").asString());
        fixture.peers().changeIs(second, "cancelled", "approval", null);
        fixture.peers().changeIs(third, "running", "apply", null);
        fixture.peers().deploymentIs(third, "running", null);
        awaitState(id, "running");
    }

    @Test
    void isDoneWhenABatchEndsAtItsOldPlaceBeforeItHasMoved() {
        String id = RoutingFixture.newName("done");
        fixture.post("/workload", RoutingFixture.batch(id));
        run(id);
        FakePeers.Change first = change(id, 0);
        applied(propose(id, smaller()), "\"0\"");
        FakePeers.Change second = change(id, 1);
        fixture.peers().deploymentIs(first, "completed", null);
        awaitState(id, "completed");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.peers().cancelled()).contains(second.id()));
        assertThat(change(id, 2).request().at("/items/0/action").asString()).isEqualTo("teardown");
    }

    @Test
    void doesNotFailAWorkloadWhoseChangeFailedBecauseItsPlaceWasLost() {
        String id = RoutingFixture.newName("stormy");
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change first = change(id, 0);
        fixture.peers().changeIs(first, "running", "apply", null);
        fixture.peers().deploymentIs(first, "pending", null);
        fixture.peers().deploymentIs(first, "lost", "taken back");
        fixture.peers().changeIs(first, "failed", "monitor", "instance-lost");
        FakePeers.Change second = change(id, 1);
        assertThat(second.request().at("/items/0/action").asString()).isEqualTo("deploy");
        assertThat(fixture.state(id)).isEqualTo("decided");
    }

    @Test
    void isDismissedWithAReasonByWhoeverSeesItAndMayWrite() {
        String id = running("dismissed");
        String path = propose(id, smaller());
        String stranger = TestIssuer.token("stranger", List.of("other"), List.of("*"), Role.OPERATOR);
        assertThat(fixture.call(HttpMethod.GET, path, null, stranger, headers -> {})
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
        assertThat(dismissed(path, "{\"reason\":\"no\"}", TestIssuer.token("viewer", Role.VIEWER))
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        JsonNode problem = fixture.problem(dismissed(path, "{}", RoutingFixture.operator()), 400, "invalid-field");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("reason");
        ResponseEntity<String> answer =
                dismissed(path, "{\"reason\":\"load test next week\"}", RoutingFixture.operator());
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        assertThat(fixture.json(fixture.get(path)).path("note").asString()).isEqualTo("load test next week");
        assertThat(fixture.json(fixture.get("/api/v1/recommendations?state=open&workload_id=" + id))
                        .path("items"))
                .isEmpty();
    }

    @Test
    void replacesAnOpenOneOnlyWhenItProposesSomethingElse() {
        String id = running("newer");
        String path = propose(id, smaller());
        assertThat(propose(id, smaller())).isEqualTo(path);
        String newer = propose(id, Proposal.ofNeeds(1.5, null, null, null));
        assertThat(newer).isNotEqualTo(path);
        assertThat(fixture.json(fixture.get(path)).path("state").asString()).isEqualTo("superseded");
        recommendations.withdraw(Kind.RIGHT_SIZE, id, "it uses more now");
        assertThat(fixture.json(fixture.get(newer)).path("state").asString()).isEqualTo("superseded");
    }

    @Test
    void isRefusedWhenItWouldCostMoreThanItWasRecommendedFor() {
        String id = running("dearer");
        String path = propose(id, Proposal.ofNeeds(8.0, null, null, Money.usd("0.0000001")));
        JsonNode problem = fixture.problem(applied(path, "\"0\""), 409, "conflict");
        assertThat(problem.path("detail").asString()).contains("would cost");
        assertThat(fixture.state(id)).isEqualTo("running");
        assertThat(fixture.json(fixture.get(path)).path("state").asString()).isEqualTo("open");
    }

    @Test
    void endsAnIdleWorkloadByATeardown() {
        String id = running("idle");
        Recommendation idle =
                recommendations.propose(draft(Kind.IDLE, id, Proposal.toEnd())).orElseThrow();
        assertThat(fixture.json(applied("/api/v1/recommendations/" + idle.id(), "\"0\""))
                        .path("decision_id")
                        .isNull())
                .isTrue();
        FakePeers.Change teardown = change(id, 1);
        assertThat(teardown.request().at("/items/0/action").asString()).isEqualTo("teardown");
        fixture.peers().changeIs(teardown, "succeeded", "monitor", null);
        awaitState(id, "cancelled");
    }

    @Test
    void followsTheModeThatPeopleSetForAnEnvironment() {
        String environment = RoutingFixture.newName("trust");
        String id = running("trusted", environment);
        Draft move = draft(Kind.MOVE, id, smaller(), environment);

        modeIs(environment, "observe");
        assertThat(recommendations.propose(move))
                .as("where it is only looked at")
                .isEmpty();
        modeIs(environment, "recommend");
        assertThat(recommendations.propose(move).orElseThrow().state()).isEqualTo(Recommendation.State.OPEN);
        modeIs(environment, "act");
        Recommendation applied = recommendations.propose(move).orElseThrow();
        assertThat(applied.state()).isEqualTo(Recommendation.State.APPLIED);
        assertThat(applied.note()).isEqualTo("applied by itself");
        assertThat(change(id, 1).request().at("/items/0/action").asString()).isEqualTo("replace");
    }

    private void modeIs(String environment, String mode) {
        fixture.peers()
                .event(
                        "AutomationChanged",
                        "{\"control\":\"mode\",\"action\":\"set\",\"environment\":\"" + environment + "\",\"value\":\""
                                + mode + "\",\"reason\":\"a test\"}");
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from environment_mode where environment = ? and lower(mode) = '" + mode
                                        + "'",
                                environment)
                        == 1);
    }

    private static Proposal smaller() {
        return Proposal.ofNeeds(1.0, null, null, null);
    }

    private static Draft draft(Kind kind, String id, Proposal proposal) {
        return draft(kind, id, proposal, "dev");
    }

    private static Draft draft(Kind kind, String id, Proposal proposal, String environment) {
        return new Draft(
                kind,
                id,
                id,
                null,
                "research",
                environment,
                Money.usd("10"),
                Money.usd("5"),
                Money.usd("12"),
                new Risk(Level.LOW, 0.01, "one hour in a hundred"),
                "it uses less than half of its processors",
                List.of(new Recommendation.Evidence("cpu_p99", "0.7 cores")),
                proposal);
    }

    private String propose(String id, Proposal proposal) {
        return "/api/v1/recommendations/"
                + recommendations
                        .propose(draft(Kind.RIGHT_SIZE, id, proposal))
                        .orElseThrow()
                        .id();
    }

    private ResponseEntity<String> applied(String path, String tag) {
        return fixture.call(
                HttpMethod.POST,
                path + "/apply",
                null,
                RoutingFixture.operator(),
                headers -> headers.set("If-Match", tag));
    }

    private ResponseEntity<String> dismissed(String path, String body, String token) {
        return fixture.call(
                HttpMethod.POST, path + "/dismiss", body, token, headers -> headers.set("If-Match", "\"0\""));
    }

    private String running(String prefix) {
        return running(prefix, "dev");
    }

    private String running(String prefix, String environment) {
        String id = RoutingFixture.newName(prefix);
        fixture.post(
                "/workload",
                "{\"id\":\"" + id + "\",\"environment\":\"" + environment
                        + "\",\"team\":\"research\",\"kind\":\"service\",\"container\":{\"image\":"
                        + "\"ghcr.io/acme/api:1.4\"},\"cpu_cores\":2,\"memory_gb\":4}");
        run(id);
        return id;
    }

    private void run(String id) {
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(reservations(id)).containsExactly("used"));
    }

    private List<String> reservations(String id) {
        return fixture.jdbc()
                .query(
                        "select state from reservation where workload_id = ? order by created_at, id",
                        (row, index) -> row.getString(1),
                        id);
    }

    private FakePeers.Change change(String id, int index) {
        await().atMost(PATIENCE).until(() -> fixture.peers().changesOf(id).size() > index);
        return fixture.peers().changesOf(id).get(index);
    }

    private void awaitState(String id, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.state(id)).isEqualTo(state));
    }
}
