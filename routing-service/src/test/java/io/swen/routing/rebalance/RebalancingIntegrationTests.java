package io.swen.routing.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.routing.FakePeers;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** A workload whose place becomes dear, from the price epoch to the move and its account. */
@RoutingIntegrationTest
class RebalancingIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Test
    void recommendsAMoveThatPaysAndKeepsAccountOfIt() {
        String id = RoutingFixture.newName("dear");
        fixture.post(
                "/workload",
                "{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\"service\",\"container\":{\"image\":"
                        + "\"ghcr.io/acme/api:1.4\"},\"cpu_cores\":2,\"memory_gb\":4,\"interruptible\":true,"
                        + "\"cost_sensitivity\":0.9,\"regions_allowed\":[\"aws:eu-north-1\"]}");
        FakePeers.Change first = run(id, 0);
        JsonNode offer = first.request().at("/items/0/decision/offer");
        String place = offer.path("offer_id").asString();
        BigDecimal price = new BigDecimal(offer.at("/price/amount").asString());
        longAgo("update workload_transition set at = at - interval '10 hours' where workload_id = ?", id);

        fixture.peers().publish(place, price.multiply(BigDecimal.valueOf(5)), true);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.count(
                                "select count(*) from rebalance_account where workload_id = ?"
                                        + " and document ->> 'worth_since' is not null",
                                id))
                        .isEqualTo(1));
        assertThat(fixture.json(fixture.get("/api/v1/recommendations?workload_id=" + id))
                        .path("items"))
                .as("a saving has to hold for a while")
                .isEmpty();
        longAgo(
                "update rebalance_account set document = jsonb_set(document, '{worth_since}',"
                        + " '\"2026-01-01T00:00:00Z\"') where workload_id = ?",
                id);
        fixture.peers().publish(place, price.multiply(BigDecimal.valueOf(6)), true);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(open(id)).hasSize(1));
        JsonNode move = open(id).get(0);
        assertThat(move.path("kind").asString()).isEqualTo("move");
        String target = move.at("/proposal/offer_id").asString();
        assertThat(target).isNotEqualTo(place);
        assertThat(new BigDecimal(move.at("/saving_per_month/amount").asString()))
                .isPositive();
        assertThat(move.path("evidence").toString()).contains("startup").contains("stranded_commitment");

        String tag = String.valueOf(fixture.call(
                        HttpMethod.GET,
                        "/api/v1/recommendations/" + move.path("id").asString(),
                        null,
                        RoutingFixture.operator(),
                        headers -> {})
                .getHeaders()
                .getETag());
        assertThat(fixture.call(
                                HttpMethod.POST,
                                "/api/v1/recommendations/" + move.path("id").asString() + "/apply",
                                null,
                                RoutingFixture.operator(),
                                headers -> headers.set("If-Match", tag))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        FakePeers.Change second = run(id, 1);
        assertThat(second.request().at("/items/0/action").asString()).isEqualTo("replace");
        assertThat(second.request().at("/items/0/decision/offer/offer_id").asString())
                .isEqualTo(target);
        fixture.peers().publish(place, price.multiply(BigDecimal.valueOf(7)), true);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(account(id).path("moves").asInt()).isEqualTo(1));
        JsonNode account = account(id);
        assertThat(account.path("offer_id").asString()).isEqualTo(target);
        assertThat(account.path("home_offer_id").asString()).isEqualTo(place);
        assertThat(new BigDecimal(account.at("/disruption/amount").asString())).isPositive();
        assertThat(account.path("oscillations").asInt()).isZero();
        assertThat(account.at("/departures/0/offer_id").asString()).isEqualTo(place);
    }

    private void longAgo(String sql, String id) {
        assertThat(fixture.jdbc().update(sql, id)).isPositive();
    }

    private JsonNode open(String id) {
        return fixture.json(fixture.get("/api/v1/recommendations?state=open&workload_id=" + id))
                .path("items");
    }

    private JsonNode account(String id) {
        return fixture.json(fixture.get("/api/v1/rebalancing?workload_id=" + id))
                .at("/items/0");
    }

    private FakePeers.Change run(String id, int index) {
        await().atMost(PATIENCE).until(() -> fixture.peers().changesOf(id).size() > index);
        FakePeers.Change deploy = fixture.peers().changesOf(id).get(index);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from reservation where workload_id = ? and state = 'used'", id)
                                        == 1
                                && fixture.state(id).equals("running")
                                && fixture.count("select count(*) from relocation where workload_id = ?", id) == 0);
        return deploy;
    }
}
