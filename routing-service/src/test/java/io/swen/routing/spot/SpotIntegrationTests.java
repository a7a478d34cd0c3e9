package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.FakePeers;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

@RoutingIntegrationTest
class SpotIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private SpotForecasts forecasts;

    @Test
    void forecastsInterruptionsOfAPoolAndOfItAfterALoss() {
        String id = RoutingFixture.newName("spotted");
        fixture.post("/workload", RoutingFixture.batch(id, "\"interruptible\":true"));
        await().atMost(PATIENCE).until(() -> !fixture.peers().changesOf(id).isEmpty());
        FakePeers.Change change = fixture.peers().changesOf(id).getFirst();
        String offer = change.request().at("/items/0/decision/offer/offer_id").asString();
        assertThat(offer).endsWith("/spot");
        String query =
                "/api/v1/interruption-forecasts?zone=" + offer.split("/")[0] + "&instance_type=" + offer.split("/")[1];
        await().atMost(PATIENCE).until(() -> fixture.get(query).getStatusCode().value() == 200);
        JsonNode before = fixture.json(fixture.get(query)).at("/items/0");
        assertThat(before.path("offer_id").asString()).isEqualTo(offer);
        assertThat(before.at("/chances/2/hours").asInt()).isEqualTo(24);

        fixture.peers().deploymentIs(change, "running", null);
        fixture.peers().deploymentIs(change, "lost", "spot capacity was taken back");
        fixture.peers().deploymentIs(change, "lost", "told twice");
        String[] pool = offer.split("/");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.jdbc()
                                .queryForObject(
                                        "select coalesce(max(lost), 0) from spot_pool where zone = ? and instance_type = ?",
                                        Double.class,
                                        pool[0],
                                        pool[1]))
                        .isCloseTo(1, within(0.01)));
        forecasts.refresh();

        JsonNode after = fixture.json(fixture.get(query)).at("/items/0");
        assertThat(after.at("/chances/0/probability").asDouble())
                .isGreaterThan(2 * before.at("/chances/0/probability").asDouble());
        assertThat(after.path("forecast_id").asString())
                .isNotEqualTo(before.path("forecast_id").asString());
        assertThat(after.path("explanation").asString()).contains("times as often");
        assertThat(forecasts.read(forecasts.newest().bytes()).id())
                .isEqualTo(forecasts.newest().id());
    }

    @Test
    void saysWhatThePolicyAdvisesForWorkWithADeadline() {
        String id = RoutingFixture.newName("due");
        Instant deadline = Instant.now().plus(30, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        String body = RoutingFixture.batch(id, "\"interruptible\":true", "\"deadline\":\"" + deadline + "\"")
                .replace("\"image\":", "\"checkpoint\":{\"uri\":\"s3://acme/ckpt\",\"interval\":\"PT10M\"},\"image\":");
        assertThat(fixture.post("/workload", body).getStatusCode().value()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("decided"));

        JsonNode plan = fixture.json(fixture.get("/api/v1/workloads/" + id + "/spot-plan"));
        assertThat(plan.path("applies").asBoolean()).as(plan.toString()).isTrue();
        assertThat(plan.path("advice").asString()).isEqualTo("spot");
        assertThat(plan.path("forced").asBoolean()).isFalse();
        assertThat(plan.path("options")).hasSize(3);
        assertThat(plan.path("reason").asString()).contains("slack");
    }

    @Test
    void workWhoseDeadlineLeavesNoRoomForALossIsNotPutOnSpotCapacity() {
        String id = RoutingFixture.newName("urgent");
        Instant deadline = Instant.now().plus(151, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        String body = RoutingFixture.batch(id, "\"interruptible\":true", "\"deadline\":\"" + deadline + "\"")
                .replace("\"image\":", "\"checkpoint\":{\"uri\":\"s3://acme/ckpt\",\"interval\":\"PT10M\"},\"image\":");
        assertThat(fixture.post("/workload", body).getStatusCode().value()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> !fixture.peers().changesOf(id).isEmpty());

        JsonNode decision = fixture.peers().changesOf(id).getFirst().request().at("/items/0/decision");
        assertThat(decision.at("/offer/purchase_option").asString()).isEqualTo("on_demand");
        assertThat(fixture.workload(id).path("interruptible").asBoolean())
                .as("what was asked for stays as it is")
                .isTrue();
    }

    @Test
    void asksForAZoneOrATypeAndHidesOthersWorkloads() {
        fixture.problem(fixture.get("/api/v1/interruption-forecasts"), 400, "invalid-field");
        fixture.problem(fixture.get("/api/v1/workloads/nobody/spot-plan"), 404, "not-found");
        assertThat(fixture.call(
                                HttpMethod.GET,
                                "/api/v1/interruption-forecasts?zone=aws:use1-az1",
                                null,
                                TestIssuer.token("viewer", Role.VIEWER),
                                headers -> {})
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }
}
