package io.swen.routing.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.routing.FakePeers;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** What becomes of placements, from what gitops tells to the row, the event and the answer. */
@RoutingIntegrationTest
class OutcomeIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private RoutingFixture fixture;

    @Test
    void recordsWhatACompletedWorkloadCostByTheLedgerAndTellsOfIt() throws Exception {
        String id = RoutingFixture.newName("settled");
        FakePeers.Change deploy = running(id, "\"interruptible\":true");
        ranFor(id, "2 hours");
        String offer = deploy.request().at("/items/0/decision/offer/offer_id").asString();
        fixture.peers().charge(id, offer, "2.01", "0.5");
        fixture.peers().deploymentIs(deploy, "completed", null);

        JsonNode outcome = outcome(id);
        assertThat(outcome.path("ending").asString()).isEqualTo("completed");
        assertThat(outcome.path("interrupted").asBoolean()).isFalse();
        assertThat(outcome.path("cost_basis").asString()).isEqualTo("ledger");
        assertThat(outcome.at("/realised_cost/amount").asString()).isEqualTo("0.5");
        assertThat(outcome.path("hours_run").asDouble()).isBetween(2.0, 2.1);
        double hourly = Double.parseDouble(
                deploy.request().at("/items/0/decision/hourly_cost/amount").asString());
        assertThat(outcome.path("cost_ratio").asDouble())
                .isCloseTo(0.5 / (hourly * outcome.path("hours_run").asDouble()), within(1e-6));
        assertThat(outcome.path("queue_seconds").asDouble()).isNotNegative();
        assertThat(outcome.at("/features/spot").asDouble()).isEqualTo(1);
        assertThat(outcome.at("/features/hours").asDouble()).isEqualTo(2);

        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/events/WorkloadOutcomeRecorded.json")), InputFormat.JSON);
        List<String> told = fixture.jdbc()
                .query(
                        "select data::text from event_log where type = 'io.swen.WorkloadOutcomeRecorded'"
                                + " and data ->> 'workload_id' = ? and actor_id is not null",
                        (row, index) -> row.getString(1),
                        id);
        assertThat(told).hasSize(1);
        assertThat(schema.validate(told.getFirst(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void metersAPlaceByItselfWhenTheLedgerDoesNotHoldItAndCountsAnInterruptionOnce() {
        String id = RoutingFixture.newName("metered");
        FakePeers.Change deploy =
                running(id, "\"interruptible\":true", "\"regions_allowed\":[\"aws:eu-north-1\"]", "\"cpu_cores\":3");
        String offer = deploy.request().at("/items/0/decision/offer/offer_id").asString();
        ranFor(id, "1 hour");
        BigDecimal before = price(id);
        fixture.peers().publish(offer, before.multiply(new BigDecimal("2")), true);
        await().atMost(PATIENCE).until(() -> price(id).compareTo(before) > 0);
        fixture.peers().deploymentIs(deploy, "lost", "spot capacity was taken back");

        JsonNode outcome = outcome(id);
        assertThat(outcome.path("ending").asString()).isEqualTo("interrupted");
        assertThat(outcome.path("interrupted").asBoolean()).isTrue();
        assertThat(outcome.path("cost_basis").asString()).isEqualTo("own_meter");
        // An hour at the price before; the double price had only a moment.
        assertThat(outcome.path("cost_ratio").asDouble()).isBetween(1.0, 1.1);
        assertThat(fixture.count("select count(*) from placement_outcome where workload_id = ?", id))
                .isEqualTo(1);
    }

    @Test
    void notesAPlaceThatTheCloudNeverGave() {
        String id = RoutingFixture.newName("never");
        fixture.post("/workload", RoutingFixture.batch(id, "\"interruptible\":true"));
        FakePeers.Change deploy = change(id);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "lost", "no spot capacity");
        JsonNode outcome = outcome(id);
        assertThat(outcome.path("interrupted").asBoolean()).isTrue();
        assertThat(outcome.path("hours_run").asDouble()).isZero();
        assertThat(outcome.path("started_at").isNull()).isTrue();
        assertThat(outcome.path("cost_ratio").isNull()).isTrue();
    }

    @Test
    void showsOutcomesOnlyToThoseWhoSeeTheTeam() {
        String id = RoutingFixture.newName("private");
        FakePeers.Change deploy = running(id, "\"interruptible\":true");
        fixture.peers().deploymentIs(deploy, "completed", null);
        outcome(id);
        String other = TestIssuer.token("stranger", List.of("other"), List.of("*"), Role.VIEWER);
        assertThat(fixture.json(fixture.call(
                                HttpMethod.GET, "/api/v1/outcomes?workload_id=" + id, null, other, headers -> {}))
                        .path("items"))
                .isEmpty();
        fixture.problem(fixture.get("/api/v1/outcomes?limit=0"), 400, "invalid-field");
        fixture.problem(fixture.get("/api/v1/outcomes?ending=exploded"), 400, "invalid-parameter");
        fixture.problem(fixture.get("/api/v1/outcomes?cursor=eA"), 400, "invalid-cursor");
    }

    private FakePeers.Change running(String id, String... more) {
        fixture.post("/workload", RoutingFixture.batch(id, more));
        FakePeers.Change deploy = change(id);
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("running"));
        return deploy;
    }

    /** As if it had begun to run that long ago. */
    private void ranFor(String id, String interval) {
        assertThat(fixture.jdbc()
                        .update(
                                "update placement_run set started_at = started_at - ?::interval,"
                                        + " queued_at = queued_at - ?::interval,"
                                        + " metered_until = metered_until - ?::interval where workload_id = ?",
                                interval,
                                interval,
                                interval,
                                id))
                .isEqualTo(1);
    }

    private BigDecimal price(String id) {
        return java.util.Objects.requireNonNull(fixture.jdbc()
                .queryForObject("select usd_per_hour from placement_run where workload_id = ?", BigDecimal.class, id));
    }

    private JsonNode outcome(String id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> fixture.json(fixture.get("/api/v1/outcomes?workload_id=" + id))
                                .path("items")
                                .path(0),
                        JsonNode::isObject);
    }

    private FakePeers.Change change(String id) {
        return await().atMost(PATIENCE)
                .until(() -> fixture.peers().changesOf(id), changes -> !changes.isEmpty())
                .getFirst();
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }
}
