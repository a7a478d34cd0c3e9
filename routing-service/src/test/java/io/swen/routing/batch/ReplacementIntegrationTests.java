package io.swen.routing.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.routing.FakePeers;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What gitops-service asks to be replaced, from its event to the change that several workloads share. */
@RoutingIntegrationTest
class ReplacementIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String REGION = "aws:eu-north-1";

    @Autowired
    private RoutingFixture fixture;

    @Autowired
    private BatchProperties properties;

    @Autowired
    private Clock clock;

    @AfterEach
    void gitopsWorks() {
        fixture.peers().gitopsAnswers(202);
    }

    @Test
    void decidesSeveralTogetherAwayFromTheirPoolsAndHandsThemOverAsOneChange() throws Exception {
        FakePeers.Change one = run(RoutingFixture.newName("stormed"));
        FakePeers.Change two = run(RoutingFixture.newName("stormed"));
        UUID request = UUID.randomUUID();
        String stranger = "{\"workload_id\":\"nobody\",\"decision_id\":\"" + UUID.randomUUID() + "\"}";

        want(request, false, item(one), item(two), stranger);
        want(request, false, item(one), item(two), stranger);

        FakePeers.Change shared = shared(workload(one));
        assertThat(shared.request().path("items")).hasSize(2);
        assertThat(shared.request().path("origin").asString()).isEqualTo("remediation");
        assertThat(shared.request().path("cause").asString()).isEqualTo(request.toString());
        assertThat(shared.request().path("items").valueStream()).allSatisfy(item -> {
            assertThat(item.path("action").asString()).isEqualTo("replace");
            assertThat(item.at("/decision/offer/offer_id").asString()).isNotIn(offer(one), offer(two));
        });
        JsonNode answer = answer(request);
        assertThat(answer.path("decided")).hasSize(2);
        assertThat(answer.at("/refused/0/workload_id").asString()).isEqualTo("nobody");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(Path.of("../docs/events/ReplacementDecided.json")), InputFormat.JSON)
                        .validate(answer.toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(fixture.peers().changesOf(workload(two)))
                .as("told twice, decided once")
                .hasSize(2);

        fixture.peers().changeIs(shared, "running", "apply", null);
        fixture.peers().deploymentIs(shared, 0, "running", null);
        fixture.peers().deploymentIs(shared, 1, "running", null);
        fixture.peers().changeIs(shared, "succeeded", "monitor", null);
        for (FakePeers.Change each : List.of(one, two)) {
            await().atMost(PATIENCE)
                    .until(() -> fixture.state(workload(each)).equals("running") && relocations(workload(each)) == 0);
            assertThat(fixture.workload(workload(each)).path("change_id").asString())
                    .isEqualTo(shared.id().toString());
        }
    }

    @Test
    void goesToAnotherRegionWhereTheFirstOneCannotLaunchThemAllInTime() {
        String first = "aws:us-west-2";
        String second = "aws:us-east-2";
        FakePeers.Change one = run(RoutingFixture.newName("spread"), first, second);
        FakePeers.Change two = run(RoutingFixture.newName("spread"), first, second);
        String home = one.request().at("/items/0/decision/offer/region").asString();
        String away = home.equals(first) ? second : first;
        alreadySent(home, properties.launches() - 1);

        want(UUID.randomUUID(), false, item(one), item(two));
        assertThat(regions(shared(workload(one)))).containsExactlyInAnyOrder(home, away);

        FakePeers.Change three = run(RoutingFixture.newName("spread"), first, second);
        FakePeers.Change four = run(RoutingFixture.newName("spread"), first, second);
        want(UUID.randomUUID(), false, item(three), item(four));
        assertThat(regions(shared(workload(three)))).containsExactly(away, away);
    }

    @Test
    void oneThatFindsNoCapacityStaysWhereItIsAndTheOtherMovesOn() {
        FakePeers.Change one = run(RoutingFixture.newName("partial"));
        FakePeers.Change two = run(RoutingFixture.newName("partial"));
        want(UUID.randomUUID(), false, item(one), item(two));
        FakePeers.Change shared = shared(workload(one));
        int unlucky = index(shared, workload(one));

        fixture.peers().changeIs(shared, "running", "apply", null);
        fixture.peers().deploymentIs(shared, unlucky, "lost", "the zone has no capacity");
        fixture.peers().deploymentIs(shared, 1 - unlucky, "running", null);
        fixture.peers().changeIs(shared, "succeeded", "monitor", null);

        await().atMost(PATIENCE).until(() -> relocations(workload(one)) == 0 && relocations(workload(two)) == 0);
        assertThat(fixture.workload(workload(one)).path("decision_id").asString())
                .as("back where it runs")
                .isEqualTo(decision(one));
        assertThat(fixture.state(workload(one))).isEqualTo("running");
        assertThat(fixture.workload(workload(two)).path("decision_id").asString())
                .isEqualTo(shared.request()
                        .path("items")
                        .get(1 - unlucky)
                        .at("/decision/id")
                        .asString());
    }

    @Test
    void aChangeThatOthersShareIsNotStoppedWhenOneOfThemLosesItsOldPlaceFirst() {
        FakePeers.Change one = run(RoutingFixture.newName("early"));
        FakePeers.Change two = run(RoutingFixture.newName("early"));
        want(UUID.randomUUID(), false, item(one), item(two));
        FakePeers.Change shared = shared(workload(one));

        fixture.peers().deploymentIs(one, "lost", "it was taken back");
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from relocation where workload_id = ? and old_place_lost",
                                workload(one))
                        == 1);
        fixture.peers().changeIs(shared, "running", "apply", null);
        fixture.peers().deploymentIs(shared, 0, "running", null);
        fixture.peers().deploymentIs(shared, 1, "running", null);
        fixture.peers().changeIs(shared, "succeeded", "monitor", null);

        await().atMost(PATIENCE)
                .until(() -> fixture.state(workload(one)).equals("running") && relocations(workload(one)) == 0);
        assertThat(fixture.peers().cancelled()).doesNotContain(shared.id());
        assertThat(fixture.peers().changesOf(workload(one))).hasSize(2);
    }

    @Test
    void goesWhereItCannotBeInterruptedOnceSpotCapacityWasTriedInVain() {
        FakePeers.Change one = run(RoutingFixture.newName("solid"));

        want(UUID.randomUUID(), true, item(one));

        assertThat(shared(workload(one))
                        .request()
                        .at("/items/0/decision/offer/purchase_option")
                        .asString())
                .isEqualTo("on_demand");
    }

    @Test
    void whatIsRefusedTogetherIsTriedOneByOneAndStaysWhereItIsIfThatIsRefusedToo() {
        FakePeers.Change one = run(RoutingFixture.newName("refused"));
        FakePeers.Change two = run(RoutingFixture.newName("refused"));
        fixture.peers().gitopsAnswers(400);

        want(UUID.randomUUID(), false, item(one), item(two));

        for (FakePeers.Change each : List.of(one, two)) {
            await().atMost(PATIENCE)
                    .until(() -> fixture.count(
                                    "select count(*) from handover where workload_id = ? and kind = 'deploy' and state = 'refused'",
                                    workload(each))
                            == 1);
            await().atMost(PATIENCE)
                    .until(() -> fixture.state(workload(each)).equals("running")
                            && fixture.workload(workload(each))
                                    .path("decision_id")
                                    .asString()
                                    .equals(decision(each)));
        }
    }

    @Test
    void putsNothingIntoARegionThatIsOutOfUse() {
        String environment = "cordon-test";
        fixture.peers()
                .event(
                        "RegionCordonChanged",
                        "{\"environment\":\"" + environment + "\",\"region\":\"" + REGION
                                + "\",\"cordoned\":true,\"why\":\"it is away\"}");
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from cordoned_region where environment = ?", environment) == 1);
        String elsewhere = RoutingFixture.newName("cordoned");
        fixture.post(
                "/workload",
                RoutingFixture.batch(
                        elsewhere,
                        "\"environment\":\"" + environment + "\"",
                        "\"regions_allowed\":[\"" + REGION + "\",\"aws:us-east-1\"]"));
        await().atMost(PATIENCE)
                .until(() -> !fixture.peers().changesOf(elsewhere).isEmpty());

        JsonNode item =
                fixture.peers().changesOf(elsewhere).getFirst().request().at("/items/0");
        assertThat(item.at("/decision/offer/region").asString()).isEqualTo("aws:us-east-1");
        assertThat(item.at("/workload/regions_forbidden"))
                .as("what was asked for")
                .isEmpty();

        fixture.peers()
                .event(
                        "RegionCordonChanged",
                        "{\"environment\":\"" + environment + "\",\"region\":\"" + REGION
                                + "\",\"cordoned\":false,\"why\":\"it is back\"}");
        await().atMost(PATIENCE)
                .until(() ->
                        fixture.count("select count(*) from cordoned_region where environment = ?", environment) == 0);
    }

    private void want(UUID request, boolean noSpot, String... items) {
        fixture.peers()
                .event(
                        "ReplacementWanted",
                        "{\"request_id\":\"" + request + "\",\"environment\":\"dev\",\"team\":\"research\","
                                + "\"mode\":\"replace\",\"soft\":false,\"no_spot\":" + noSpot
                                + ",\"reason\":\"a test takes it back\",\"incident_id\":null,\"avoid_pools\":["
                                + String.join(
                                        ",",
                                        pools.stream()
                                                .distinct()
                                                .map(pool -> "\"" + pool + "\"")
                                                .toList())
                                + "],\"avoid_regions\":[],\"replicas_by\":0,\"items\":[" + String.join(",", items)
                                + "]}");
    }

    private final List<String> pools = new java.util.ArrayList<>();

    private String item(FakePeers.Change change) {
        pools.add(offer(change).substring(0, offer(change).lastIndexOf('/')));
        return "{\"workload_id\":\"" + workload(change) + "\",\"decision_id\":\"" + decision(change) + "\"}";
    }

    /** A service on spot capacity. */
    private FakePeers.Change run(String id) {
        return run(id, REGION);
    }

    private FakePeers.Change run(String id, String... regions) {
        fixture.post(
                "/workload",
                "{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\"service\",\"container\":{\"image\":"
                        + "\"ghcr.io/acme/api:1.4\"},\"cpu_cores\":2,\"memory_gb\":4,\"interruptible\":true,"
                        + "\"cost_sensitivity\":0.9,\"regions_allowed\":[\"" + String.join("\",\"", regions) + "\"]}");
        await().atMost(PATIENCE).until(() -> !fixture.peers().changesOf(id).isEmpty());
        FakePeers.Change deploy = fixture.peers().changesOf(id).getFirst();
        assertThat(offer(deploy)).endsWith("/spot");
        fixture.peers().changeIs(deploy, "running", "apply", null);
        fixture.peers().deploymentIs(deploy, "running", null);
        fixture.peers().changeIs(deploy, "succeeded", "monitor", null);
        await().atMost(PATIENCE)
                .until(() -> fixture.state(id).equals("running")
                        && fixture.count(
                                        "select count(*) from handover where workload_id = ? and change_state = 'succeeded'",
                                        id)
                                == 1);
        return deploy;
    }

    private FakePeers.Change shared(String id) {
        await().atMost(PATIENCE).until(() -> fixture.peers().changesOf(id).size() == 2);
        return fixture.peers().changesOf(id).get(1);
    }

    private static Stream<String> regions(FakePeers.Change change) {
        return change.request()
                .path("items")
                .valueStream()
                .map(item -> item.at("/decision/offer/region").asString());
    }

    /** As another instance of the service answered a moment ago. */
    private void alreadySent(String region, int launches) {
        fixture.jdbc()
                .update(
                        "insert into replacement_run (id, request, state, received_at, decided_at, launches)"
                                + " values (?, '{}', 'answered', ?, ?, jsonb_build_object(?::text, ?::int))",
                        UUID.randomUUID(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant()),
                        region,
                        launches);
    }

    private JsonNode answer(UUID request) {
        await().atMost(PATIENCE)
                .until(() -> fixture.count(
                                "select count(*) from event_log where type = 'io.swen.ReplacementDecided' and subject = ?",
                                request.toString())
                        == 1);
        return tools.jackson.databind.json.JsonMapper.shared()
                .readTree(fixture.jdbc()
                        .queryForObject(
                                "select data::text from event_log where type = 'io.swen.ReplacementDecided' and subject = ?",
                                String.class,
                                request.toString()));
    }

    private long relocations(String id) {
        return fixture.count("select count(*) from relocation where workload_id = ?", id);
    }

    private static int index(FakePeers.Change shared, String workload) {
        return shared.request().at("/items/0/workload_id").asString().equals(workload) ? 0 : 1;
    }

    private static String workload(FakePeers.Change change) {
        return change.request().at("/items/0/workload_id").asString();
    }

    private static String decision(FakePeers.Change change) {
        return change.request().at("/items/0/decision/id").asString();
    }

    private static String offer(FakePeers.Change change) {
        return change.request().at("/items/0/decision/offer/offer_id").asString();
    }
}
