package io.swen.routing.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.swen.platform.json.ContentHash;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@RoutingIntegrationTest
class DecisionLogIntegrationTests {

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private JsonMapper json;

    @Autowired
    private DecisionStore decisions;

    @Autowired
    private Replays replays;

    @Autowired
    private DecisionChain chain;

    @Autowired
    private DecisionLogCheck check;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void replaysADecisionByteForByteFromWhatIsStored() {
        JsonNode decision =
                decided("\"interruptible\":true", "\"data_location\":\"aws:eu-central-1\"", "\"data_size_gb\":20");

        JsonNode replay = fixture.json(fixture.post(path(decision, "/replay"), "{}"));

        assertThat(replay.path("verdict").asString()).as(replay.toString()).isEqualTo("identical");
        assertThat(replay.path("replayed_hash").asString())
                .isEqualTo(replay.path("recorded_hash").asString());
        assertThat(replay.path("bytes").asInt()).isGreaterThan(1_000);
        DecisionInputs inputs = decisions.inputs(stored(decision).id()).orElseThrow();
        assertThat(inputs.engine()).isEqualTo(DecisionInputs.ENGINE);
        assertThat(inputs.artifacts())
                .containsOnlyKeys("offers", "interruption", "agreements", "latency", "carbon", "tariffs")
                .allSatisfy((kind, hash) -> assertThat(fixture.count(
                                "select count(*) from artifact where hash = ? and kind = ? and content is not null",
                                hash,
                                kind))
                        .isEqualTo(1));
    }

    @Test
    void checksItsNewestDecisionsAsAWhole() throws Exception {
        decided("\"interruptible\":true");
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();

        DecisionLogCheck.Report report = check.run(3, 2, told::add);

        assertThat(report.problems()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.replayed()).isPositive();
        assertThat(report.chain()).isEqualTo("ok");
    }

    @Test
    void showsWhatWasPredictedBesideWhatBecameOfIt() {
        Assumptions.assumeTrue(
                Boolean.TRUE.equals(
                        jdbc.queryForObject("select to_regclass('placement_outcome') is not null", Boolean.class)),
                "outcomes are not recorded");
        JsonNode decision = decided("\"interruptible\":true");

        JsonNode open = fixture.json(fixture.get(path(decision, "/realised")));
        assertThat(open.path("state").asString()).as(open.toString()).isEqualTo("open");
        assertThat(open.at("/predicted/hours").asDouble()).isEqualTo(2);
        assertThat(open.at("/predicted/interruption_chance").asDouble()).isBetween(0.0, 1.0);
        assertThat(open.path("actual").isNull()).isTrue();

        jdbc.update(
                "insert into placement_outcome (decision_id, workload_id, team, environment, kind, offer_id, zone, simulated,"
                        + " horizon_hours, features, decided_at, started_at, ended_at, ending, interrupted, hours_run,"
                        + " queue_seconds, predicted_cost, realised_cost, cost_ratio, cost_basis, recorded_at) select id,"
                        + " workload_id, team, environment, 'batch', offer_id, 'aws:use1-az1', true, 2, '{}', decided_at,"
                        + " decided_at, decided_at + interval '2 hours', 'completed', false, 2, 30, 1.0, 1.25, 1.25,"
                        + " 'own_meter', now() from placement_decision where id = ?::uuid",
                decision.path("id").asString());
        JsonNode ended = fixture.json(fixture.get(path(decision, "/realised")));
        assertThat(ended.path("state").asString()).isEqualTo("ended");
        assertThat(ended.path("cost_ratio").asDouble()).isEqualTo(1.25);
        assertThat(ended.at("/actual/ending").asString()).isEqualTo("completed");
        JsonNode calibration = fixture.json(fixture.get("/api/v1/decisions/calibration"));
        assertThat(calibration.path("outcomes").asInt()).isPositive();
        assertThat(calibration.at("/interruptions/known").asInt()).isPositive();
        assertThat(calibration.at("/costs/curve")).isNotEmpty();
        // Others count what there is.
        jdbc.update(
                "delete from placement_outcome where decision_id = ?::uuid",
                decision.path("id").asString());
    }

    @Test
    void namesWhatMakesAReplayImpossible() {
        DecisionStore.Stored stored = stored(decided());
        ObjectNode otherEngine = stored.inputs().deepCopy().asObject().put("engine", 1);
        assertThat(obstacles(stored, otherEngine)).containsExactly(Obstacle.Code.ENGINE_NOT_PRESENT);

        ObjectNode altered = stored.inputs().deepCopy().asObject().put("stale", true);
        assertThat(obstacles(stored, altered)).containsExactly(Obstacle.Code.INPUTS_ALTERED);

        ObjectNode unreadable = stored.inputs().deepCopy().asObject().put("stale", "perhaps");
        assertThat(obstacles(stored, unreadable)).containsExactly(Obstacle.Code.INPUTS_UNREADABLE);
    }

    @Test
    void saysThatASnapshotHasExpired() {
        DecisionStore.Stored stored = stored(decided());
        DecisionInputs inputs = decisions.inputs(stored.id()).orElseThrow();
        String hash = ContentHash.of("a snapshot that is gone".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        jdbc.update(
                "insert into artifact (hash, kind, size, content, expired_at, expired_because) values (?, 'offers', 1, null,"
                        + " now(), 'not used by a decision for PT720H') on conflict do nothing",
                hash);
        DecisionInputs gone = new DecisionInputs(
                inputs.engine(),
                inputs.request(),
                inputs.workloadVersion(),
                inputs.decidedAt(),
                inputs.epoch(),
                inputs.offersFingerprint(),
                inputs.stale(),
                inputs.policy(),
                with(inputs.artifacts(), "offers", hash),
                inputs.noModel(),
                inputs.seed());

        Obstacle obstacle = replay(stored, gone).obstacles().getFirst();

        assertThat(obstacle.code()).isEqualTo(Obstacle.Code.ARTIFACT_EXPIRED);
        assertThat(obstacle.subject()).isEqualTo("offers");
        assertThat(obstacle.detail()).contains("not used by a decision for PT720H");
    }

    @Test
    void tellsWhereAReplayDiffers() {
        DecisionStore.Stored stored = stored(decided());
        ObjectNode other = stored.document().deepCopy().asObject().put("confidence", 0.123);

        Replay replay = replays.replay(new DecisionStore.Stored(stored.id(), other, stored.inputs()));

        assertThat(replay.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
        assertThat(replay.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.field()).isEqualTo("confidence");
            assertThat(difference.before()).isEqualTo("0.123");
        });
    }

    @Test
    void refusesToChangeOrRemoveADecision() {
        String id = decided().path("id").asString();
        for (String statement : List.of(
                "update placement_decision set outcome = 'unplaceable' where id = '" + id + "'",
                "delete from placement_decision where id = '" + id + "'",
                "truncate decision_chain",
                "delete from decision_seal")) {
            assertThatThrownBy(() -> jdbc.update(statement))
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("append-only");
        }
    }

    @Test
    void sealsDecisionsIntoAChainThatShowsWhatWasAltered() {
        String id = decided().path("id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.count("select count(*) from decision_chain where decision_id = ?::uuid", id) == 1);
        JsonNode verification = fixture.json(fixture.call(
                HttpMethod.GET,
                "/api/v1/decisions/verification",
                null,
                TestIssuer.token("auditor", Role.AUDITOR),
                headers -> {}));
        assertThat(verification.path("intact").asBoolean())
                .as(verification.toString())
                .isTrue();
        assertThat(verification.path("decisions").asLong()).isPositive();
        assertThat(verification.path("anchors").asLong()).isPositive();

        ChainVerification broken = transaction.execute(status -> {
            status.setRollbackOnly();
            jdbc.execute("alter table placement_decision disable trigger append_only");
            jdbc.update(
                    "update placement_decision set document = jsonb_set(document, '{summary}', '\"other\"') where id = ?::uuid",
                    id);
            return chain.verify();
        });
        assertThat(broken).isNotNull();
        assertThat(broken.intact()).isFalse();
        assertThat(broken.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains(id).contains("is not what was sealed"));

        fixture.problem(
                fixture.call(
                        HttpMethod.GET,
                        "/api/v1/decisions/verification",
                        null,
                        RoutingFixture.operator(),
                        headers -> {}),
                403,
                "forbidden");
    }

    @Test
    void asksWhatWouldHaveBeenDecidedAtOtherPrices() {
        JsonNode decision = decided();
        String chosen = decision.at("/offer/offer_id").asString();
        String second = decision.at("/alternatives/0/offer/offer_id").asString();

        JsonNode dearer = whatIf(decision, "{\"prices\":[{\"offer_id\":\"" + chosen + "\",\"factor\":10}]}");
        assertThat(dearer.path("changed").asBoolean())
                .as(dearer.path("summary").asString())
                .isTrue();
        assertThat(dearer.at("/before/offer/offer_id").asString()).isEqualTo(chosen);
        assertThat(dearer.at("/after/offer/offer_id").asString()).isEqualTo(second);
        assertThat(dearer.path("differences")
                        .valueStream()
                        .map(d -> d.path("field").asString()))
                .contains("offer", "ranking[2]");

        JsonNode free = whatIf(decision, "{\"prices\":[{\"offer_id\":\"" + second + "\",\"price\":0.000001}]}");
        assertThat(free.at("/after/offer/offer_id").asString()).isEqualTo(second);
        assertThat(free.at("/supposed/0/offers").asInt()).isEqualTo(1);

        JsonNode nothing = whatIf(decision, "{}");
        assertThat(nothing.path("changed").asBoolean()).isFalse();
        assertThat(nothing.path("differences")).isEmpty();
    }

    @Test
    void asksWhatWouldHaveBeenDecidedElsewhereWithOtherWeightsAndOtherNeeds() {
        JsonNode decision = decided("\"users_location\":{\"latitude\":1.35,\"longitude\":103.8}");
        String region = decision.at("/offer/region").asString();

        JsonNode closed = whatIf(decision, "{\"regions_closed\":[\"" + region + "\"]}");
        assertThat(closed.at("/after/offer/region").asString()).isNotEqualTo(region);

        JsonNode near = whatIf(decision, "{\"weights\":{\"latency\":1}}");
        assertThat(near.at("/after/weights/latency").asString()).isEqualTo("1.0");
        assertThat(near.at("/after/weights/cost").asDouble()).isZero();

        JsonNode half = whatIf(decision, "{\"weights\":{\"cost\":0.5}}");
        double sum = half.at("/after/weights")
                .valueStream()
                .mapToDouble(JsonNode::asDouble)
                .sum();
        assertThat(sum).isEqualTo(1, org.assertj.core.data.Offset.offset(1e-9));

        JsonNode larger = whatIf(decision, "{\"spec\":{\"cpu_cores\":32,\"container\":{\"replicas\":3}}}");
        assertThat(larger.at("/after/offer/vcpu").asInt()).isGreaterThanOrEqualTo(32);

        JsonNode poor = whatIf(decision, "{\"limits\":{\"hourly_cost\":0.000001}}");
        assertThat(poor.at("/after/offer").isNull()).isTrue();
        assertThat(poor.path("summary").asString()).contains("nothing fits");
    }

    @Test
    void tellsTheSmallestChangeOfEachInputThatWouldHaveFlippedTheChoice() {
        JsonNode decision = decided(
                "\"interruptible\":true",
                "\"users_location\":{\"latitude\":52.52,\"longitude\":13.40}",
                "\"data_location\":\"aws:eu-central-1\"",
                "\"data_size_gb\":20");

        JsonNode answer = fixture.json(fixture.get(path(decision, "/counterfactuals")));

        assertThat(answer.path("choice").asString())
                .as(answer.toString())
                .isEqualTo(decision.at("/offer/offer_id").asString());
        assertThat(answer.path("items")
                        .valueStream()
                        .map(item -> item.path("input").asString()))
                .contains("price", "interruptions", "cost_weight", "cost_sensitivity", "latency_sensitivity")
                .contains("data_size_gb", "estimated_duration_hours", "deadline");
        JsonNode dearer = answer.path("items")
                .valueStream()
                .filter(item -> item.path("offer_id")
                                .asString("")
                                .equals(answer.path("choice").asString())
                        && item.path("input").asString().equals("price"))
                .findFirst()
                .orElseThrow();
        assertThat(dearer.path("explanation").asString())
                .contains(dearer.path("becomes").asString())
                .contains("rose from");
        JsonNode then = whatIf(
                decision,
                "{\"prices\":[{\"offer_id\":\"" + dearer.path("offer_id").asString() + "\",\"price\":"
                        + dearer.path("flips_at").asString() + "}]}");
        assertThat(then.at("/after/offer/offer_id")).isEqualTo(dearer.path("becomes"));
        assertThat(then.path("changed").asBoolean()).isTrue();
    }

    @Test
    void refusesSuppositionsThatMakeNoSense() {
        JsonNode decision = decided();
        JsonNode problem = fixture.problem(
                fixture.post(
                        path(decision, "/what-if"),
                        "{\"prices\":[{\"region\":\"aws:us-east-1\",\"factor\":-1},{\"price\":1},"
                                + "{\"offer_id\":\"no/such/offer\",\"price\":1}],\"regions_closed\":[\"aws:atlantis\"],"
                                + "\"weights\":{\"model\":0.3}}"),
                400,
                "invalid-field");
        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString()))
                .contains("prices[0].factor", "prices[1]", "prices[2]", "regions_closed[0]", "weights.model");
        fixture.problem(
                fixture.post(path(decision, "/what-if"), "{\"spec\":{\"cpu_cores\":-1}}"), 400, "invalid-field");
        fixture.problem(fixture.post(path(decision, "/what-if"), "{\"spec\":{\"colour\":1}}"), 400, "unknown-field");
        fixture.problem(
                fixture.post(path(decision, "/what-if"), "{\"spec\":{\"team\":\"other\"}}"), 400, "invalid-field");
        fixture.problem(fixture.post(path(decision, "/what-if"), "{\"price\":[]}"), 400, "unknown-field");
    }

    @Test
    void previewsAWorkloadWithoutStoringAnything() {
        String id = RoutingFixture.newName("preview");
        long before = fixture.count("select count(*) from placement_decision where workload_id = ?", id);

        JsonNode preview = fixture.json(fixture.post("/api/v1/what-if", "{\"spec\":" + RoutingFixture.batch(id) + "}"));

        assertThat(preview.at("/after/offer/offer_id").asString())
                .as(preview.toString())
                .isNotEmpty();
        assertThat(preview.path("changed").asBoolean()).isFalse();
        assertThat(fixture.count("select count(*) from workload where id = ?", id))
                .isZero();
        assertThat(fixture.count("select count(*) from placement_decision where workload_id = ?", id))
                .isEqualTo(before);
        ResponseEntity<String> foreign = fixture.call(
                HttpMethod.POST,
                "/api/v1/what-if",
                "{\"spec\":" + RoutingFixture.batch(id) + "}",
                TestIssuer.token("stranger", List.of("others"), List.of("*"), Role.OPERATOR),
                headers -> {});
        fixture.problem(foreign, 403, "forbidden");
        fixture.problem(fixture.post("/api/v1/what-if", "{}"), 400, "invalid-field");
    }

    private JsonNode whatIf(JsonNode decision, String body) {
        ResponseEntity<String> answer = fixture.post(path(decision, "/what-if"), body);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return fixture.json(answer);
    }

    private JsonNode decided(String... more) {
        String id = RoutingFixture.newName("logged");
        fixture.post("/workload", RoutingFixture.batch(id, more));
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.state(id).equals("decided"));
        return fixture.json(fixture.get("/api/v1/decisions?workload_id=" + id)).at("/items/0");
    }

    private DecisionStore.Stored stored(JsonNode decision) {
        return decisions
                .stored(java.util.UUID.fromString(decision.path("id").asString()))
                .orElseThrow();
    }

    private List<Obstacle.Code> obstacles(DecisionStore.Stored stored, JsonNode inputs) {
        return replays.replay(new DecisionStore.Stored(stored.id(), stored.document(), inputs)).obstacles().stream()
                .map(Obstacle::code)
                .toList();
    }

    /** With the hash of these inputs in the decision, as if it had been made from them. */
    private Replay replay(DecisionStore.Stored stored, DecisionInputs inputs) {
        ObjectNode document = stored.document()
                .deepCopy()
                .asObject()
                .put("input_hash", new io.swen.platform.json.CanonicalJson(json).hash(inputs));
        return replays.replay(new DecisionStore.Stored(stored.id(), document, json.valueToTree(inputs)));
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> copy = new java.util.TreeMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static String path(JsonNode decision, String rest) {
        return "/api/v1/decisions/" + decision.path("id").asString() + rest;
    }
}
