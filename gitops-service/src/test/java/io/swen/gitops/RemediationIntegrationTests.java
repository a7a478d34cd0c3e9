package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.gitops.Requests.Change;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.protocol.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Interruptions and outages, from what telemetry-service tells of them to what runs afterwards. The test plays routing-service. */
class RemediationIntegrationTests extends GitopsTest {

    private static final String OPERATOR = "operator";

    @Autowired
    Clock clock;

    @Test
    void whatIsToBeTakenBackIsReplacedByAChangeThatItIsLinkedWith() throws Exception {
        Change first = run(Change.deploy(Requests.newId("noticed")));

        notice(first, "interruption", Duration.ofHours(10));
        JsonNode wanted = wanted(first);
        assertThat(wanted.path("mode").asString()).isEqualTo("replace");
        assertThat(wanted.path("avoid_pools").valueStream().map(JsonNode::asString))
                .contains("aws:use1-az1/m7i.large");
        Change second = first.replaced();
        UUID change = replace(wanted, second);
        decided(wanted, second);

        JsonNode done = awaitRemediation(first, "resolved");
        assertThat(done.path("outcome").asString()).isEqualTo("replaced");
        assertThat(done.path("in_time").asBoolean()).isTrue();
        assertThat(done.path("change_id").asString()).isEqualTo(change.toString());
        JsonNode whole = body(
                call(HttpMethod.GET, "/api/v1/remediations/" + done.path("id").asString(), operator(), null));
        assertThat(whole.path("timeline")
                        .valueStream()
                        .map(entry -> entry.path("what").asString()))
                .containsSubsequence("opened", "draining", "checkpoint", "requested", "decided", "running", "resolved");
        assertThat(jdbc.queryForObject(
                        "select draining_at is not null from deployment_instance i join deployment d on d.id = i.deployment_id"
                                + " where d.workload_id = ? order by d.id limit 1",
                        Boolean.class,
                        first.workloadId()))
                .isTrue();
        assertThat(simulatorInstances(first.workloadId()).stream()
                        .filter(instance -> instance.path("state").asString().equals("running")))
                .hasSize(1);
        keepTheirSchemas("RemediationChanged", "ReplacementWanted");
    }

    @Test
    void noticesThatComeTwiceAndInAnyOrderAreOneRemediation() {
        Change first = run(Change.deploy(Requests.newId("twice")));
        String notice = UUID.randomUUID().toString();

        notice(first, notice, "interruption", Duration.ofHours(10));
        notice(first, notice, "interruption", Duration.ofHours(10));
        notice(first, UUID.randomUUID().toString(), "rebalance", null);
        notice(first, UUID.randomUUID().toString(), "interruption", Duration.ofHours(9));

        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from interruption_notice where outcome = 'REMEDIATED' and instance_id = ?",
                                instance(first))
                        == 3);
        wanted(first);
        JsonNode all = remediations(first);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("runbook").asString()).isEqualTo("spot-interruption");
        assertThat(count(
                        "select count(*) from remediation_entry e join remediation r on r.id = e.remediation_id"
                                + " where r.workload_id = ? and e.what = 'noticed_again'",
                        first.workloadId()))
                .isEqualTo(2);
        assertThat(wantedCount(first)).isEqualTo(1);
    }

    @Test
    void aRiskBecomesMoreUrgentWhenTheInterruptionIsAnnounced() {
        Change first = run(Change.deploy(Requests.newId("escalated")));

        notice(first, "rebalance", null);
        JsonNode soft = wanted(first);
        assertThat(soft.path("soft").asBoolean()).isTrue();
        assertThat(soft.path("avoid_pools").valueStream().map(JsonNode::asString))
                .contains("aws:use1-az1/m7i.large");
        notice(first, "interruption", Duration.ofHours(10));
        await().atMost(PATIENCE)
                .until(() ->
                        remediations(first).get(0).path("runbook").asString().equals("spot-interruption"));
        refused(soft, first, "nothing is lost yet, and elsewhere it costs more");

        JsonNode hard = await().atMost(PATIENCE)
                .until(
                        () -> lastWanted(first),
                        wanted -> !wanted.path("request_id").equals(soft.path("request_id")));
        assertThat(hard.path("soft").asBoolean()).isFalse();
    }

    @Test
    void aRiskThatNothingElsewhereIsWorthIsLeftAsItIs() {
        Change first = run(Change.deploy(Requests.newId("risky")));

        notice(first, "rebalance", null);
        refused(wanted(first), first, "elsewhere it costs more");

        assertThat(awaitRemediation(first, "resolved").path("outcome").asString())
                .isEqualTo("left_as_it_is");
    }

    @Test
    void noticesOfOneMomentShareARequestAndAChangeInWhichOneWithoutCapacityKeepsItsPlace() {
        List<Change> firsts = List.of(
                run(Change.deploy(Requests.newId("together"))),
                run(Change.deploy(Requests.newId("together"))),
                run(Change.deploy(Requests.newId("together"))));
        firsts.forEach(first -> notice(first, "interruption", Duration.ofHours(10)));
        JsonNode wanted = wanted(firsts.getFirst());
        assertThat(wanted.path("items")).hasSize(3);

        List<Change> seconds = firsts.stream().map(Change::replaced).toList();
        SIMULATOR.faults(
                List.of(new Fault("aws", "RunInstances", null, 1, "InsufficientInstanceCapacity", null, null)));
        UUID change = replace(wanted, seconds.toArray(Change[]::new));
        decided(wanted, seconds.toArray(Change[]::new));

        JsonNode done = awaitState(change, "succeeded", "failed");
        assertThat(done.path("state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        List<Change> moved = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String file = repository
                    .fileOnMain("environments/dev/workloads/" + firsts.get(i).workloadId() + ".yaml")
                    .orElseThrow();
            if (file.contains(seconds.get(i).decisionId().toString())) {
                moved.add(firsts.get(i));
            } else {
                assertThat(file)
                        .as("main says again where it is")
                        .contains(firsts.get(i).decisionId().toString());
            }
        }
        assertThat(moved).hasSize(2);
        moved.forEach(each -> assertThat(
                        awaitRemediation(each, "resolved").path("outcome").asString())
                .isEqualTo("replaced"));
        Change unlucky = firsts.stream()
                .filter(each -> !moved.contains(each))
                .findFirst()
                .orElseThrow();
        JsonNode again = await().atMost(PATIENCE)
                .until(
                        () -> lastWanted(unlucky),
                        next -> !next.path("request_id").equals(wanted.path("request_id")));
        assertThat(again.path("items")).hasSize(1);
        assertThat(again.path("no_spot").asBoolean())
                .as("spot was tried in vain")
                .isTrue();
        assertThat(simulatorInstances(unlucky.workloadId()).stream()
                        .filter(instance -> instance.path("state").asString().equals("running")))
                .as("its old instance runs on")
                .hasSize(1);
    }

    @Test
    void whatHasNoOtherPlaceInTimeIsFollowedUntilItRunsAgain() {
        Change first = run(Change.deploy(Requests.newId("no-place")));

        notice(first, "interruption", Duration.ofSeconds(40));
        refused(wanted(first), first, "no offer fits it");
        awaitRemediation(first, "restarting");
        SIMULATOR.interrupt(instance(first));
        awaitDeployment(first.workloadId(), "lost");
        awaitState(post(first.replaced()), "succeeded", "failed");

        JsonNode done = awaitRemediation(first, "resolved");
        assertThat(done.path("outcome").asString()).isEqualTo("restarted");
        assertThat(done.path("in_time").asBoolean(true)).isFalse();
    }

    @Test
    void aWorkloadThatIsTornDownNeedsNoRemedy() {
        Change first = run(Change.deploy(Requests.newId("gone")));
        notice(first, "interruption", Duration.ofHours(10));
        wanted(first);

        awaitState(post(first.teardown("cancelled")), "succeeded", "failed");

        assertThat(awaitRemediation(first, "obsolete").path("reason").asString())
                .contains("torn down");
    }

    @Test
    void noticesOfInstancesThatAreNotOursAreKeptAndChangeNothing() {
        String stranger = "i-0" + UUID.randomUUID().toString().substring(0, 8);
        notice(stranger, UUID.randomUUID().toString(), "interruption", Duration.ofMinutes(2));
        PeerEvents.tell("InterruptionNoticed", "{\"kind\":\"nonsense\"}");

        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from interruption_notice where instance_id = ? and outcome = 'UNKNOWN'",
                                stranger)
                        == 1);
    }

    @Test
    void amongHundredsOfStrangersEachNoticeIsStoredOnceAndOursAreAnswered() {
        Change first = run(Change.deploy(Requests.newId("crowd")));
        String strangers = "i-crowd-" + UUID.randomUUID();
        for (int i = 0; i < 300; i++) {
            notice(strangers + "-" + i, strangers + "-" + i, "rebalance", null);
            if (i % 100 == 0) {
                PeerEvents.tell("InterruptionNoticed", "{\"kind\":\"nonsense\"}");
                notice(strangers + "-0", strangers + "-0", "rebalance", null);
                notice(first, "crowd-" + first.workloadId() + i, "interruption", Duration.ofHours(10));
            }
        }

        wanted(first);
        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from interruption_notice where instance_id like ? and outcome = 'UNKNOWN'",
                                strangers + "%")
                        == 300);
        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from interruption_notice where instance_id = ? and outcome = 'REMEDIATED'",
                                instance(first))
                        == 3);
        assertThat(remediations(first).size()).isEqualTo(1);
    }

    @Test
    void aNoticeThatIsFasterThanTheCloudsAnswerIsAnsweredOnceTheInstanceIsKnown() {
        Change first = run(Change.deploy(Requests.newId("early")));
        String known = instance(first);
        String unknown = "i-early-" + UUID.randomUUID();
        notice(unknown, UUID.randomUUID().toString(), "interruption", Duration.ofHours(10));
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from interruption_notice where instance_id = ?", unknown) == 1);

        jdbc.update("update interruption_notice set instance_id = ? where instance_id = ?", known, unknown);

        wanted(first);
    }

    @Test
    void aPersonMayTakeItOverOrEndItAndIsAudited() {
        Change first = run(Change.deploy(Requests.newId("taken")));
        notice(first, "interruption", Duration.ofHours(10));
        wanted(first);
        String id = remediations(first).get(0).path("id").asString();

        problem(call(HttpMethod.POST, "/api/v1/remediations/" + id + "/abort", viewer(), Map.of()), 403, "forbidden");
        problem(
                call(HttpMethod.POST, "/api/v1/remediations/" + UUID.randomUUID() + "/acknowledge", operator(), null),
                404,
                "not-found");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/remediations/" + id + "/handover",
                        operator(),
                        Map.of("to", " ".repeat(3))),
                400,
                "invalid-field");
        ResponseEntity<String> taken = call(
                HttpMethod.POST,
                "/api/v1/remediations/" + id + "/handover",
                operator(),
                Map.of("to", "maria", "note", "I look after it"));
        assertThat(taken.getStatusCode().value()).as(taken.getBody()).isEqualTo(200);
        assertThat(body(taken).path("state").asString()).isEqualTo("handed_over");
        assertThat(body(taken).path("assignee").asString()).isEqualTo("maria");
        problem(call(HttpMethod.POST, "/api/v1/remediations/" + id + "/abort", operator(), Map.of()), 409, "conflict");
    }

    @Test
    void whatRunsInARegionThatIsAwayGoesElsewhereAndNothingReturnsAtOnce() {
        Change first = run(Change.deploy(Requests.newId("outage")).in("failover-auto"));
        UUID incident = UUID.randomUUID();
        // This service has not seen it for a while either; nobody looks at it meanwhile.
        jdbc.update(
                "update deployment set observed_at = observed_at - interval '1 day', state = 'PENDING' where workload_id = ?",
                first.workloadId());
        jdbc.update("update deployment set region = 'aws:away' where workload_id = ?", first.workloadId());

        incident(incident, "aws:away", null);

        JsonNode wanted = wanted(first);
        assertThat(wanted.path("avoid_regions").get(0).asString()).isEqualTo("aws:away");
        assertThat(wanted.path("incident_id").asString()).isEqualTo(incident.toString());
        assertThat(remediations(first).get(0).path("incident_id").asString()).isEqualTo(incident.toString());
        assertThat(count(
                        "select count(*) from event_log where type = 'io.swen.RegionCordonChanged' and subject = 'aws:away'"
                                + " and data ->> 'cordoned' = 'true' and data ->> 'environment' = 'failover-auto'"))
                .isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> PeerEvents.notes().stream().anyMatch(note -> note.contains(incident.toString())));

        incident(incident, "aws:away", clock.instant().toString());
        assertThat(count("select count(*) from region_cordon where region = 'aws:away'"))
                .as("it stays out of use for a while")
                .isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from event_log where type = 'io.swen.RegionCordonChanged'"
                                + " and subject = 'aws:away' and data ->> 'cordoned' = 'false'")
                        == 1);
        keepTheirSchemas("RegionCordonChanged");
        jdbc.update("update deployment set region = 'aws:us-east-1' where workload_id = ?", first.workloadId());
    }

    @Test
    void leavingARegionWaitsForAPersonWhereThePolicyIsToPropose() {
        Change first = run(Change.deploy(Requests.newId("propose")));
        UUID incident = UUID.randomUUID();
        jdbc.update(
                "update deployment set observed_at = observed_at - interval '1 day', state = 'PENDING', region = 'aws:gone'"
                        + " where workload_id = ?",
                first.workloadId());

        incident(incident, "aws:gone", null);
        JsonNode held = awaitRemediation(first, "held");
        assertThat(wantedCount(first)).isZero();
        ResponseEntity<String> acknowledged = call(
                HttpMethod.POST,
                "/api/v1/remediations/" + held.path("id").asString() + "/acknowledge",
                operator(),
                null);

        assertThat(acknowledged.getStatusCode().value())
                .as(acknowledged.getBody())
                .isEqualTo(200);
        wanted(first);
        jdbc.update("update deployment set region = 'aws:us-east-1' where workload_id = ?", first.workloadId());
    }

    private void incident(UUID id, String region, @Nullable String resolvedAt) {
        PeerEvents.tell(
                "IncidentChanged",
                "{\"id\":\"" + id + "\",\"change\":\"" + (resolvedAt == null ? "opened" : "resolved")
                        + "\",\"state\":\"open\",\"severity\":\"critical\",\"scope\":\"" + region
                        + "\",\"provider\":\"aws\",\"region\":\"" + region
                        + "\",\"title\":\"a region is away\",\"alerts\":1,\"firing\":1,\"opened_at\":\""
                        + clock.instant()
                        + "\",\"acknowledged_at\":null,\"assignee\":null,\"resolved_at\":"
                        + (resolvedAt == null ? "null" : "\"" + resolvedAt + "\"") + "}");
        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from known_incident where id = ? and (resolved_at is null) = ?",
                                id,
                                resolvedAt == null)
                        == 1);
    }

    private Change run(Change change) {
        JsonNode done = awaitState(post(change), "succeeded", "failed");
        assertThat(done.path("state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        return change;
    }

    private void notice(Change of, String kind, @Nullable Duration left) {
        notice(of, UUID.randomUUID().toString(), kind, left);
    }

    private void notice(Change of, String id, String kind, @Nullable Duration left) {
        notice(instance(of), id, kind, left);
    }

    private void notice(String instance, String id, String kind, @Nullable Duration left) {
        PeerEvents.tell(
                "InterruptionNoticed",
                "{\"notice_id\":\"" + id + "\",\"provider\":\"aws\",\"region\":\"aws:us-east-1\",\"instance_id\":\""
                        + instance + "\",\"kind\":\"" + kind + "\",\"detail\":null,\"noticed_at\":\"" + clock.instant()
                        + "\",\"effective_at\":"
                        + (left == null ? "null" : "\"" + clock.instant().plus(left) + "\"")
                        + ",\"workload\":null,\"team\":null,\"environment\":null,\"simulated\":true}");
    }

    private String instance(Change of) {
        return String.valueOf(jdbc.queryForObject(
                "select i.instance_id from deployment_instance i join deployment d on d.id = i.deployment_id"
                        + " where d.workload_id = ? order by d.id limit 1",
                String.class,
                of.workloadId()));
    }

    /** What routing-service was asked for it at last. */
    private JsonNode wanted(Change of) {
        return await().atMost(PATIENCE).until(() -> lastWanted(of), wanted -> !wanted.isMissingNode());
    }

    private JsonNode lastWanted(Change of) {
        return jdbc
                .query(
                        "select data::text from event_log where type = 'io.swen.ReplacementWanted' and data::text like ?"
                                + " order by seq desc limit 1",
                        (row, index) -> json.readTree(row.getString(1)),
                        "%\"" + of.workloadId() + "\"%")
                .stream()
                .findFirst()
                .orElseGet(() -> json.createObjectNode().path("nothing"));
    }

    private long wantedCount(Change of) {
        return count(
                "select count(*) from event_log where type = 'io.swen.ReplacementWanted' and data::text like ?",
                "%\"" + of.workloadId() + "\"%");
    }

    /** Hands over what was decided, as routing-service does. */
    private UUID replace(JsonNode wanted, Change... decided) {
        Map<String, Object> request = new LinkedHashMap<>(decided[0].json());
        List<Object> items = new ArrayList<>();
        for (Change each : decided) {
            items.addAll((List<?>) java.util.Objects.requireNonNull(each.json().get("items")));
        }
        request.put("items", items);
        request.put("origin", "remediation");
        request.put("cause", wanted.path("request_id").asString());
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes",
                service(),
                request,
                "replacement:" + wanted.path("request_id").asString());
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).path("id").asString());
    }

    private static void decided(JsonNode wanted, Change... decided) {
        List<String> items = new ArrayList<>();
        for (Change each : decided) {
            items.add("{\"workload_id\":\"" + each.workloadId() + "\",\"decision_id\":\"" + each.decisionId()
                    + "\",\"offer_id\":\"aws:use1-az1/m7i.large/on_demand\"}");
        }
        PeerEvents.tell(
                "ReplacementDecided",
                "{\"request_id\":" + wanted.path("request_id") + ",\"decided\":[" + String.join(",", items)
                        + "],\"refused\":[]}");
    }

    private static void refused(JsonNode wanted, Change of, String why) {
        PeerEvents.tell(
                "ReplacementDecided",
                "{\"request_id\":" + wanted.path("request_id") + ",\"decided\":[],\"refused\":[{\"workload_id\":\""
                        + of.workloadId() + "\",\"why\":\"" + why + "\"}]}");
    }

    private JsonNode remediations(Change of) {
        return body(call(HttpMethod.GET, "/api/v1/remediations?workload_id=" + of.workloadId(), operator(), null))
                .path("items");
    }

    private JsonNode awaitRemediation(Change of, String state) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> remediations(of).path(0),
                        remediation -> remediation.path("state").asString("").equals(state));
    }

    private long count(String sql, Object... arguments) {
        Long count = jdbc.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    private void keepTheirSchemas(String... types) throws RuntimeException {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String type : types) {
            String schema;
            try {
                schema = Files.readString(Path.of("../docs/events/" + type + ".json"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            for (String data : jdbc.queryForList(
                    "select data::text from event_log where type = 'io.swen.' || ?", String.class, type)) {
                assertThat(registry.getSchema(schema, InputFormat.JSON).validate(data, InputFormat.JSON))
                        .as(type + " " + data)
                        .isEmpty();
            }
        }
    }

    private static String operator() {
        return TestIssuer.token(OPERATOR, Role.OPERATOR);
    }

    private static String viewer() {
        return TestIssuer.token("viewer", Role.VIEWER);
    }
}
