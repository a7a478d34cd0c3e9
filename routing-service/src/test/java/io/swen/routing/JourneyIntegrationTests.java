package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Ways of workloads through the whole service. */
@RoutingIntegrationTest
class JourneyIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Test
    void takesABatchFromSubmissionToItsTeardown() {
        String id = RoutingFixture.newName("journey");
        ResponseEntity<String> answer = fixture.post(
                "/workload", RoutingFixture.batch(id, "\"interruptible\":true", "\"environment\":\"dev\""));
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        assertThat(fixture.json(answer).at("/links/decision").asString())
                .isEqualTo("/api/v1/decisions?workload_id=" + id);

        FakePeers.Change deploy = change(id, 0);
        JsonNode request = deploy.request();
        assertThat(request.at("/items/0/action").asString()).isEqualTo("deploy");
        assertThat(request.at("/author/name").asString()).isEqualTo("operator");
        assertThat(request.at("/items/0/workload/container/image").asString()).isEqualTo("ghcr.io/acme/train:1.4");
        assertThat(request.at("/items/0/decision/outcome").asString()).isEqualTo("placed");
        assertThat(deploy.key()).isEqualTo(request.at("/items/0/decision/id").asString());
        awaitState(id, "decided");
        await().atMost(PATIENCE)
                .until(() -> fixture.workload(id)
                        .path("change_id")
                        .asString("")
                        .equals(deploy.id().toString()));

        fixture.peers().changeIs(deploy, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
        fixture.peers().changeIs(deploy, "running", "apply", null);
        awaitState(id, "deploying");
        fixture.peers().deploymentIs(deploy, "pending", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        awaitState(id, "running");
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE).until(() -> reservation(id).equals("used"));
        fixture.peers().deploymentIs(deploy, "completed", null);
        awaitState(id, "completed");

        FakePeers.Change teardown = change(id, 1);
        assertThat(teardown.key()).startsWith("teardown:" + id + ":");
        assertThat(teardown.request().at("/items/0/action").asString()).isEqualTo("teardown");
        fixture.peers().changeIs(teardown, "succeeded", "monitor", null);
        await().atMost(PATIENCE).until(() -> reservation(id).equals("released"));
        assertThat(fixture.count("select count(*) from workload where id = ? and not may_run", id))
                .isEqualTo(1);

        List<String> states = fixture.json(fixture.get("/api/v1/workloads/" + id + "/history"))
                .path("items")
                .valueStream()
                .map(move -> move.path("to").asString())
                .toList();
        assertThat(states)
                .containsExactly("submitted", "decided", "awaiting_approval", "deploying", "running", "completed");
    }

    @Test
    void explainsItsDecisionWithContributionsThatSumToTheScoreAsSerialised() {
        String id = RoutingFixture.newName("explained");
        fixture.post(
                "/workload",
                RoutingFixture.batch(
                        id,
                        "\"interruptible\":true",
                        "\"users_location\":{\"latitude\":52.52,\"longitude\":13.40}",
                        "\"data_location\":\"aws:eu-central-1\"",
                        "\"data_size_gb\":20"));
        awaitState(id, "decided");

        JsonNode decision =
                fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id)).at("/items/0");
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (JsonNode contribution : decision.path("contributions")) {
            BigDecimal part = new BigDecimal(contribution.path("contribution").toString());
            assertThat(part)
                    .isEqualByComparingTo(new BigDecimal(
                                    contribution.path("weight").toString())
                            .multiply(new BigDecimal(contribution.path("value").toString())));
            sum = sum.add(part);
            weights = weights.add(new BigDecimal(contribution.path("weight").toString()));
        }
        assertThat(sum)
                .isEqualByComparingTo(new BigDecimal(decision.path("score").toString()));
        assertThat(weights).isEqualByComparingTo("1");
        assertThat(decision.path("candidates").asInt()).isGreaterThan(100_000);
        assertThat(decision.at("/baseline/offer/region").asString()).isEqualTo("aws:eu-central-1");
        assertThat(decision.at("/cheapest_elsewhere/lost_because").asString()).isNotEmpty();
        assertThat(decision.path("alternatives")).hasSize(5);
        assertThat(decision.at("/model/used").asBoolean()).isFalse();
        assertThat(decision.path("input_hash").asString()).matches("sha256:[0-9a-f]{64}");
        assertThat(fixture.json(
                        fixture.get("/api/v1/decisions/" + decision.path("id").asString())))
                .isEqualTo(decision);
    }

    @Test
    void keepsWhatNoOfferFitsAndPlacesItWhenAnEpochBringsOne() {
        String id = RoutingFixture.newName("impossible");
        fixture.post("/workload", RoutingFixture.batch(id, "\"gpus\":1", "\"gpu_model\":\"Z9000\""));
        awaitState(id, "unplaceable");
        assertThat(fixture.workload(id).path("unplaceable_reason").asString())
                .contains("excluded")
                .contains("offers");

        fixture.peers()
                .publishRow(
                        "aws:use1-az1/z9.large/on_demand,aws,aws:us-east-1,aws:use1-az1,z9.large,on_demand,amd64,8,64.0,1,"
                                + "Z9000,listed,1.5,1.5,USD,listed,test,true,2026-11-01,,2026-11-23T10:00:00Z,0,,true\n");
        awaitState(id, "decided");
        assertThat(fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id))
                        .at("/items/0/offer/instance_type")
                        .asString())
                .isEqualTo("z9.large");
    }

    @Test
    void looksForAnotherPlaceWhenOneIsLost() {
        String id = RoutingFixture.newName("lost");
        fixture.post("/workload", RoutingFixture.batch(id, "\"interruptible\":true"));
        FakePeers.Change first = change(id, 0);
        fixture.peers().changeIs(first, "running", "apply", null);
        fixture.peers().deploymentIs(first, "running", null);
        fixture.peers().changeIs(first, "succeeded", "monitor", null);
        awaitState(id, "running");
        fixture.peers().deploymentIs(first, "lost", "spot capacity was taken back");

        FakePeers.Change second = change(id, 1);
        assertThat(second.request().at("/items/0/action").asString()).isEqualTo("replace");
        assertThat(second.request().at("/items/0/decision/offer/offer_id").asString())
                .isNotEqualTo(
                        first.request().at("/items/0/decision/offer/offer_id").asString());
        assertThat(fixture.count(
                        "select count(*) from workload_transition where workload_id = ? and to_state = 'moving'", id))
                .isEqualTo(1);
        fixture.peers().changeIs(second, "failed", "plan", "policy says no");
        awaitState(id, "failed");
        assertThat(fixture.workload(id).path("reason").asString()).contains("policy says no");
        assertThat(change(id, 2).request().at("/items/0/action").asString()).isEqualTo("teardown");
    }

    @Test
    void stopsAChangeThatWasNotAppliedWhenItsWorkloadIsCancelled() {
        String id = RoutingFixture.newName("stopped");
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");

        assertThat(fixture.post("/api/v1/workloads/" + id + "/cancel", "{}")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        awaitState(id, "cancelled");
        assertThat(fixture.peers().cancelled()).contains(deploy.id());
        assertThat(fixture.peers().changesOf(id)).hasSize(1);
        assertThat(reservation(id)).isEqualTo("released");
        assertThat(fixture.post("/api/v1/workloads/" + id + "/cancel", "{}")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void tearsDownWhatRunsBeforeACancelledWorkloadIsCancelled() {
        String id = RoutingFixture.newName("running");
        running(id);

        fixture.post("/api/v1/workloads/" + id + "/cancel", "{}");
        FakePeers.Change teardown = change(id, 1);
        assertThat(fixture.state(id)).isEqualTo("running");
        assertThat(fixture.workload(id).path("cancel_requested").asBoolean()).isTrue();
        fixture.peers().changeIs(teardown, "failed", "apply", "the cloud is away");
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from handover where workload_id = ? and kind = 'teardown'", id)
                                == 2);
        fixture.jdbc().update("update handover set next_attempt_at = now() where workload_id = ?", id);
        FakePeers.Change again = change(id, 2);
        assertThat(again.key()).isNotEqualTo(teardown.key());
        fixture.peers().changeIs(again, "succeeded", "monitor", null);
        awaitState(id, "cancelled");
    }

    @Test
    void triesAgainWhenWhatRunsOnAfterItsEndCannotBeTornDown() {
        String id = RoutingFixture.newName("undead");
        FakePeers.Change deploy = running(id);
        fixture.post("/api/v1/workloads/" + id + "/cancel", "{}");
        fixture.peers().changeIs(change(id, 1), "succeeded", "monitor", null);
        awaitState(id, "cancelled");

        fixture.peers().deploymentIs(deploy, "running", null);
        FakePeers.Change first = change(id, 2);
        fixture.peers().changeIs(first, "failed", "apply", "the cloud is away");
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from handover where workload_id = ? and kind = 'teardown'", id)
                                == 3);
        fixture.jdbc().update("update handover set next_attempt_at = now() where workload_id = ?", id);
        FakePeers.Change second = change(id, 3);
        assertThat(second.key()).isNotEqualTo(first.key());

        fixture.peers().changeIs(second, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from handover where key = ? and change_state = 'succeeded'",
                                second.key())
                        == 1);
        fixture.peers().deploymentIs(deploy, "running", null);
        assertThat(change(id, 4).key()).isNotEqualTo(second.key());
    }

    @Test
    void handsOverOnceGitopsIsBack() {
        String id = RoutingFixture.newName("patient");
        fixture.peers().gitopsAnswers(503);
        try {
            fixture.post("/workload", RoutingFixture.batch(id));
            await().atMost(PATIENCE)
                    .until(() ->
                            fixture.workload(id).path("reason").asString("").contains("waits for gitops-service"));
        } finally {
            fixture.peers().gitopsAnswers(202);
        }
        FakePeers.Change deploy = change(id, 0);
        await().atMost(PATIENCE)
                .until(() -> fixture.workload(id)
                        .path("change_id")
                        .asString("")
                        .equals(deploy.id().toString()));
        assertThat(fixture.peers().changesOf(id)).hasSize(1);
    }

    @Test
    void failsWhatGitopsRefusesForGood() {
        String id = RoutingFixture.newName("refused");
        fixture.peers().gitopsAnswers(422);
        try {
            fixture.post("/workload", RoutingFixture.batch(id));
            awaitState(id, "failed");
        } finally {
            fixture.peers().gitopsAnswers(202);
        }
        assertThat(fixture.workload(id).path("reason").asString()).contains("could not be handed over");
        assertThat(reservation(id)).isEqualTo("released");
    }

    @Test
    void tearsDownWhatRunsAlthoughItsWorkloadHasEnded() {
        String id = RoutingFixture.newName("zombie");
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "rejected", "approval", "too dear");
        awaitState(id, "failed");
        assertThat(fixture.peers().changesOf(id)).hasSize(1);
        fixture.peers().deploymentIs(deploy, "running", null);
        assertThat(change(id, 1).request().at("/items/0/action").asString()).isEqualTo("teardown");
    }

    @Test
    void refusesToSpendBeyondAQuotaUntilThereIsRoomAgain() {
        String first = RoutingFixture.newName("frugal");
        String second = RoutingFixture.newName("frugal");
        String frugal = "\"cpu_cores\":1";
        fixture.post("/workload", service(first, frugal));
        awaitState(first, "decided");
        fixture.post("/workload", service(second, frugal));
        awaitState(second, "unplaceable");
        assertThat(fixture.workload(second).path("unplaceable_reason").asString())
                .contains("budget");
    }

    @Test
    void rechecksADecisionAgainstThePricesOfNow() {
        String id = RoutingFixture.newName("rechecked");
        fixture.post(
                "/workload",
                RoutingFixture.batch(id, "\"interruptible\":true", "\"regions_allowed\":[\"aws:eu-west-3\"]"));
        FakePeers.Change deploy = change(id, 0);
        String decision = deploy.key();
        String offer = deploy.request().at("/items/0/decision/offer/offer_id").asString();
        JsonNode before = recheck(decision, RoutingFixture.service());
        assertThat(before.path("still_best").asBoolean()).isTrue();
        assertThat(before.path("price_change_percent").asDouble()).isZero();

        fixture.peers().publish(offer, new BigDecimal("9.5"), true);
        await().atMost(PATIENCE)
                .until(() -> recheck(decision, RoutingFixture.service())
                                .path("epoch")
                                .asLong()
                        == fixture.peers().epoch());
        JsonNode after = recheck(decision, RoutingFixture.operator());
        assertThat(after.path("still_best").asBoolean()).isFalse();
        assertThat(after.path("available").asBoolean()).isTrue();
        assertThat(after.at("/current_price/amount").asString()).isEqualTo("9.5000");
        assertThat(after.at("/better_offer/offer_id").asString()).isNotEqualTo(offer);

        fixture.problem(
                fixture.call(
                        HttpMethod.POST,
                        "/api/v1/decisions/" + decision + "/recheck",
                        null,
                        TestIssuer.token("stranger", List.of("other"), List.of("*"), Role.OPERATOR),
                        headers -> {}),
                404,
                "not-found");
        fixture.problem(
                fixture.call(
                        HttpMethod.POST,
                        "/api/v1/decisions/" + UUID.randomUUID() + "/recheck",
                        null,
                        RoutingFixture.service(),
                        headers -> {}),
                404,
                "not-found");
    }

    @Test
    void goesOnDecidingOnWhatItHasWhileTelemetryIsAway() {
        String id = RoutingFixture.newName("outage");
        fixture.peers().telemetryDown(true);
        try {
            fixture.post("/workload", RoutingFixture.batch(id));
            awaitState(id, "decided");
        } finally {
            fixture.peers().telemetryDown(false);
        }
        assertThat(fixture.call(HttpMethod.GET, "/actuator/prometheus", null, RoutingFixture.service(), headers -> {})
                        .getBody())
                .contains("swen_routing_index_age_seconds")
                .contains("swen_routing_decision_queue")
                .contains("swen_routing_decisions_total{application=\"routing-service\",outcome=\"placed\"}");
    }

    @Test
    void skipsAnEventThatIsMalformedAndGoesOn() {
        fixture.peers().event("DeploymentObserved", "{\"workload_id\":7}");
        String id = RoutingFixture.newName("after-malformed");
        fixture.post("/workload", RoutingFixture.batch(id));
        fixture.peers().changeIs(change(id, 0), "awaiting_approval", "approval", null);
        awaitState(id, "awaiting_approval");
    }

    /** A workload whose first change was applied. */
    private FakePeers.Change running(String id) {
        fixture.post("/workload", RoutingFixture.batch(id));
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        awaitState(id, "running");
        return deploy;
    }

    private JsonNode recheck(String decision, String caller) {
        return fixture.json(fixture.call(
                HttpMethod.POST, "/api/v1/decisions/" + decision + "/recheck", null, caller, headers -> {}));
    }

    private static String service(String id, String more) {
        return "{\"id\":\"" + id + "\",\"team\":\"frugal\",\"kind\":\"service\",\"memory_gb\":6,"
                + "\"container\":{\"image\":\"nginx\"}," + more + "}";
    }

    private String reservation(String id) {
        return String.valueOf(fixture.jdbc()
                .queryForObject(
                        "select state from reservation where workload_id = ? order by id desc limit 1",
                        String.class,
                        id));
    }

    private FakePeers.Change change(String id, int number) {
        return await().atMost(PATIENCE)
                .until(() -> fixture.peers().changesOf(id), changes -> changes.size() > number)
                .get(number);
    }

    private void awaitState(String id, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.state(id)).isEqualTo(state));
    }
}
