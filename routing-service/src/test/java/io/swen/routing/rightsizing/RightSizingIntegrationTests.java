package io.swen.routing.rightsizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.routing.FakePeers;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Sizes and waste, from what telemetry measured to the recommendation. */
@RoutingIntegrationTest
class RightSizingIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private RightSizer sizer;

    @Autowired
    private Waste waste;

    @Autowired
    private RunningPlacements placements;

    @Autowired
    private KnowledgeSource knowledge;

    @Test
    void recommendsASmallerSizeWithItsRiskAndHandsItOverOnceApplied() {
        String id = running("wide", 1, 8, 5);
        fixture.peers().uses(id, 10, 12);
        JsonNode assessment = fixture.json(fixture.get("/api/v1/workloads/" + id + "/rightsizing"));
        assertThat(assessment.path("fit").asString()).isEqualTo("smaller");
        assertThat(assessment.path("measured_hours").asInt()).isBetween(118, 120);
        assertThat(assessment.path("memory_measured").asBoolean()).isFalse();

        look(id);
        JsonNode found = recommendation(id, "right_size");
        assertThat(amount(found, "saving_per_month")).isPositive();
        assertThat(amount(found, "saving_low")).isLessThanOrEqualTo(amount(found, "saving_high"));
        assertThat(found.at("/risk/saturation").asDouble()).isBetween(0.0, 0.1);
        assertThat(found.at("/risk/explanation").asString())
                .contains("95 % certainty")
                .contains("not measured");
        double cores = found.at("/proposal/cpu_cores").asDouble();
        assertThat(cores).isLessThan(4);

        String path = "/api/v1/recommendations/" + found.path("id").asString() + "/apply";
        assertThat(fixture.call(
                                HttpMethod.POST,
                                path,
                                null,
                                RoutingFixture.operator(),
                                headers -> headers.set("If-Match", "\"0\""))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        FakePeers.Change second = change(id, 1);
        assertThat(second.request().at("/items/0/workload/cpu_cores").asDouble())
                .isEqualTo(cores);
    }

    @Test
    void recommendsALargerSizeWhereHoursAreSaturatedAndSaysWhatThatCosts() {
        String id = running("tight", 1, 2, 5);
        fixture.peers().uses(id, 98, 100);
        look(id);
        JsonNode found = recommendation(id, "right_size");
        assertThat(amount(found, "saving_per_month")).isNegative();
        assertThat(found.path("reason").asString()).contains("hours are saturated");
    }

    @Test
    void saysWhatIsMissingWhereItHasRunForTooShortATime() {
        String id = running("young", 1, 4, 1);
        fixture.peers().uses(id, 5, 5);
        look(id);
        assertThat(fixture.json(fixture.get("/api/v1/recommendations?workload_id=" + id))
                        .path("items"))
                .isEmpty();
        JsonNode assessment = fixture.json(fixture.get("/api/v1/workloads/" + id + "/rightsizing"));
        assertThat(assessment.path("fit").asString()).isEqualTo("unknown");
        assertThat(assessment.path("lacking").asString()).contains("72 are needed");
        fixture.problem(fixture.get("/api/v1/workloads/nobody/rightsizing"), 404, "not-found");
    }

    @Test
    void scalesAServiceToTheDemandOfAllItsReplicas() {
        String id = running("many", 6, 2, 5);
        fixture.peers().uses(id, 20, 25);
        look(id);
        JsonNode found = recommendation(id, "scale");
        assertThat(found.at("/proposal/replicas").asInt()).isEqualTo(2);
        assertThat(amount(found, "saving_per_month")).isPositive();
        // Demand is there again: what was recommended is withdrawn.
        fixture.peers().uses(id, 73, 74);
        look(id);
        assertThat(fixture.json(fixture.get(
                                "/api/v1/recommendations/" + found.path("id").asString()))
                        .path("state")
                        .asString())
                .isEqualTo("superseded");
    }

    @Test
    void namesIdleOrphanedAndOversizedInstancesWithMoneyAMonth() {
        String idle = running("slumber", 1, 2, 5);
        fixture.peers()
                .inventory(
                        instance("i-idle", "m7i.xlarge", false, null, true, 2),
                        instance("i-lost", "m7i.xlarge", true, "gone-long-ago", false, 50),
                        instance("i-wide", "m7i.8xlarge", false, null, false, 4),
                        instance("i-busy", "m7i.xlarge", false, null, false, 70),
                        instance("i-mine", "m7i.xlarge", true, idle, true, 1));
        waste.round(knowledge.newest().orElseThrow());
        assertThat(of("aws:us-east-1/i-idle")).isEqualTo("idle");
        assertThat(of("aws:us-east-1/i-lost")).isEqualTo("orphaned");
        assertThat(of("aws:us-east-1/i-wide")).isEqualTo("oversized");
        assertThat(fixture.count("select count(*) from recommendation where subject = 'aws:us-east-1/i-busy'"))
                .isZero();
        JsonNode mine = recommendation(idle, "idle");
        assertThat(mine.at("/saving_per_month/amount").asString()).startsWith("100");
        assertThat(mine.at("/proposal/end").asBoolean()).isTrue();

        fixture.peers().inventory();
        waste.round(knowledge.newest().orElseThrow());
        assertThat(
                        fixture.count(
                                "select count(*) from recommendation where subject like 'aws:us-east-1/i-%' and state = 'open'"))
                .isZero();
    }

    @Test
    void whatEndedAMomentAgoIsNotOrphanedYet() {
        String id = running("ended", 1, 2, 5);
        fixture.post("/api/v1/workloads/" + id + "/cancel", "{}");
        fixture.peers().changeIs(change(id, 1), "succeeded", "monitor", null);
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("cancelled"));
        fixture.peers().inventory(instance("i-left", "m7i.xlarge", true, id, false, 50));
        waste.round(knowledge.newest().orElseThrow());
        assertThat(fixture.count("select count(*) from recommendation where subject = 'aws:us-east-1/i-left'"))
                .isZero();

        fixture.jdbc().update("update workload_transition set at = at - interval '2 hours' where workload_id = ?", id);
        waste.round(knowledge.newest().orElseThrow());
        assertThat(of("aws:us-east-1/i-left")).isEqualTo("orphaned");
    }

    private String of(String subject) {
        return String.valueOf(fixture.jdbc()
                .queryForObject(
                        "select kind from recommendation where subject = ? and state = 'open' and saving_per_month > 0",
                        String.class,
                        subject));
    }

    private static String instance(
            String id,
            String type,
            boolean managed,
            @org.jspecify.annotations.Nullable String workload,
            boolean idle,
            double cpuMax) {
        return "{\"region\":\"aws:us-east-1\",\"zone\":\"aws:use1-az1\",\"instance_id\":\"" + id
                + "\",\"instance_type\":\"" + type
                + "\",\"purchase_option\":\"on_demand\",\"state\":\"running\",\"managed\":" + managed
                + ",\"team\":\"research\",\"environment\":\"dev\",\"workload\":"
                + (workload == null ? "null" : "\"" + workload + "\"")
                + ",\"monthly_cost\":{\"amount\":\"100.00\",\"currency\":\"USD\"},\"launched_at\":\"2026-01-01T00:00:00Z\","
                + "\"utilisation\":{\"cpu_mean\":1.0,\"cpu_max\":" + cpuMax
                + ",\"network_mean\":1,\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-08T00:00:00Z\"},"
                + "\"idle_hint\":{\"idle\":" + idle + ",\"reason\":\"1.0 per cent of its processors\"}}";
    }

    private void look(String id) {
        Knowledge known = knowledge.newest().orElseThrow();
        sizer.look(known, placements.find(id).orElseThrow());
    }

    private JsonNode recommendation(String id, String kind) {
        JsonNode items = fixture.json(
                        fixture.get("/api/v1/recommendations?state=open&kind=" + kind + "&workload_id=" + id))
                .path("items");
        assertThat(items).as(kind + " for " + id).hasSize(1);
        return items.get(0);
    }

    private static BigDecimal amount(JsonNode recommendation, String name) {
        return new BigDecimal(recommendation.path(name).path("amount").asString());
    }

    /** A service that has run for some days. */
    private String running(String prefix, int replicas, int cores, int days) {
        String id = RoutingFixture.newName(prefix);
        fixture.post(
                "/workload",
                "{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\"service\",\"container\":{\"image\":"
                        + "\"ghcr.io/acme/api:1.4\",\"replicas\":" + replicas + "},\"cpu_cores\":" + cores
                        + ",\"memory_gb\":4}");
        FakePeers.Change deploy = change(id, 0);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from reservation where workload_id = ? and state = 'used'", id)
                                == 1);
        fixture.jdbc()
                .update(
                        "update workload_transition set at = at - make_interval(days => ?) where workload_id = ?",
                        days,
                        id);
        return id;
    }

    private FakePeers.Change change(String id, int index) {
        await().atMost(PATIENCE).until(() -> fixture.peers().changesOf(id).size() > index);
        return fixture.peers().changesOf(id).get(index);
    }
}
