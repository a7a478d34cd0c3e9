package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.nimbusds.jwt.JWTClaimsSet;
import io.swen.gitops.Requests.Change;
import io.swen.gitops.control.Automation;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Modes, freeze windows and the kill switch, each in environments of its own. */
class ControlIntegrationTests extends GitopsTest {

    private static final String ADMIN = TestIssuer.token("root", Role.ADMIN);
    private static final String APPROVER = TestIssuer.token("approver", Role.APPROVER);

    @Autowired
    private Automation automation;

    @Autowired
    private Clock clock;

    @Test
    void appliesNothingThatWasApprovedWhileTheKillSwitchIsEngagedAndGoesOnWhenItIsReleased() {
        String environment = Requests.newId("ks");
        String workload = Requests.newId("stopped");
        UUID id = post(Change.deploy(workload).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        assertThat(status(stop(APPROVER, environment))).isEqualTo(200);
        assertThat(automation.mayActAlone(environment)).isFalse();

        approve(id, waiting);

        JsonNode held = awaitHeld(id, "apply");
        assertThat(held.at("/held_back").asString()).contains("kill switch").contains("approver");
        assertThat(held.at("/state").asString()).isEqualTo("running");
        assertThat(simulatorInstances(workload)).isEmpty();
        problem(call(HttpMethod.POST, "/api/v1/kill-switch/release", APPROVER, why(environment)), 403, "forbidden");

        assertThat(status(call(HttpMethod.POST, "/api/v1/kill-switch/release", ADMIN, why(environment))))
                .isEqualTo(200);

        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(audited("kill_switch.engaged", "environment", environment)).isEqualTo(1);
        assertThat(audited("kill_switch.released", "environment", environment)).isEqualTo(1);
    }

    @Test
    void stopsARunningApplyAtASafePointAndGoesOnWithItLater() {
        String environment = Requests.newId("ks");
        String first = Requests.newId("first");
        String second = Requests.newId("second");
        Map<String, Object> two = Change.deploy(first).in(environment).json();
        List<Object> items = new ArrayList<>((List<?>) two.get("items"));
        items.addAll((List<?>) Change.deploy(second).in(environment).json().get("items"));
        two.put("items", items);
        // The first instance exists, and the second is still to be made.
        AT_BOUNDARY.put("instance-created " + environment, () -> stop(APPROVER, environment));
        AT_BOUNDARY.put("instance-created", () -> {
            if (!simulatorInstances(first).isEmpty()) {
                Runnable hit = AT_BOUNDARY.remove("instance-created " + environment);
                if (hit != null) {
                    hit.run();
                }
            }
        });
        try {
            ResponseEntity<String> posted = call(
                    HttpMethod.POST,
                    "/api/v1/changes",
                    service(),
                    two,
                    UUID.randomUUID().toString());
            assertThat(status(posted)).as(posted.getBody()).isEqualTo(202);
            UUID id = UUID.fromString(body(posted).at("/id").asString());

            JsonNode held = awaitHeld(id, "apply");
            await().atMost(PATIENCE)
                    .until(() -> change(id).at("/stages/5/summary").asString("").contains("stopped before " + second));
            assertThat(held.at("/held_back").asString()).contains("kill switch");
            assertThat(simulatorInstances(first)).hasSize(1);
            assertThat(simulatorInstances(second)).isEmpty();
            assertThat(body(call(HttpMethod.GET, "/api/v1/kill-switch", ADMIN, null))
                            .at("/running")
                            .valueStream()
                            .map(JsonNode::asString))
                    .contains(id.toString());

            call(HttpMethod.POST, "/api/v1/kill-switch/release", ADMIN, why(environment));

            assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                    .isEqualTo("succeeded");
            assertThat(simulatorInstances(first)).hasSize(1);
            assertThat(simulatorInstances(second)).hasSize(1);
        } finally {
            AT_BOUNDARY.clear();
        }
    }

    @Test
    void letsApproversStopAndOnlyAdminsWithAFreshSecondFactorLetItGoOn() {
        String environment = Requests.newId("ks");
        problem(stop(TestIssuer.token("operator", Role.OPERATOR), environment), 403, "forbidden");
        problem(
                call(HttpMethod.POST, "/api/v1/kill-switch/engage", APPROVER, Map.of("environment", environment)),
                400,
                "invalid-field");
        problem(
                stop(TestIssuer.token("limited", List.of("*"), List.of("dev"), Role.APPROVER), environment),
                403,
                "forbidden");
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/kill-switch/engage",
                        TestIssuer.token("limited", List.of("*"), List.of("dev"), Role.APPROVER),
                        Map.of("reason", "everything everywhere")),
                403,
                "forbidden");
        problem(call(HttpMethod.POST, "/api/v1/kill-switch/release", ADMIN, why(environment)), 409, "conflict");

        assertThat(status(stop(APPROVER, environment))).isEqualTo(200);
        JsonNode again = body(stop(TestIssuer.token("another", Role.APPROVER), environment));
        assertThat(again.at("/engagements")
                        .valueStream()
                        .filter(each -> each.at("/environment").asString("").equals(environment))
                        .map(each -> each.at("/engaged_by/name").asString()))
                .containsExactly("approver");

        JWTClaimsSet stale = TestIssuer.claims("root", List.of("*"), List.of("*"), Role.ADMIN)
                .claim("mfa_time", Instant.now().minus(Duration.ofHours(2)).getEpochSecond())
                .build();
        problem(
                call(HttpMethod.POST, "/api/v1/kill-switch/release", TestIssuer.sign(stale), why(environment)),
                401,
                "step-up-required");
        assertThat(automation.stopped(environment)).isNotNull();
        assertThat(status(call(HttpMethod.POST, "/api/v1/kill-switch/release", ADMIN, why(environment))))
                .isEqualTo(200);
        assertThat(automation.stopped(environment)).isNull();
    }

    @Test
    void holdsBackWhatIsApprovedAfterAFreezeBegan() {
        String environment = Requests.newId("fz");
        String workload = Requests.newId("frozen");
        UUID id = post(Change.deploy(workload).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        JsonNode window = freeze(environment);
        assertThat(window.at("/active").asBoolean()).isTrue();
        assertThat(change(id).at("/held_back").asString()).contains("freeze window");

        approve(id, waiting);

        awaitHeld(id, "apply");
        assertThat(simulatorInstances(workload)).isEmpty();
        remove(window);
        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(change(id).at("/held_back").isNull()).isTrue();
    }

    @Test
    void expiresAnApprovalThatIsHeldBackForTooLong() {
        String environment = Requests.newId("fz");
        String workload = Requests.newId("late");
        UUID id = post(Change.deploy(workload).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        freeze(environment);
        approve(id, waiting);
        awaitHeld(id, "apply");
        await().atMost(PATIENCE)
                .until(() -> jdbc.update(
                                "update change set approval_expires_at = now() - interval '1 day'"
                                        + " where id = ? and held_at is not null",
                                id)
                        == 1);
        jdbc.update("update change_stage set not_before = now() where change_id = ? and name = 'APPLY'", id);

        JsonNode expired = awaitState(id, "expired", "succeeded", "failed");

        assertThat(expired.at("/state").asString()).as(expired.toPrettyString()).isEqualTo("expired");
        assertThat(expired.at("/failure/code").asString()).isEqualTo("approval-expired");
        assertThat(simulatorInstances(workload)).isEmpty();
    }

    @Test
    void cancelsWhatIsHeldBackWithNothingToTakeBack() {
        String environment = Requests.newId("fz");
        UUID id =
                post(Change.deploy(Requests.newId("dropped")).costing("20", 0.9).in(environment));
        JsonNode waiting = awaitState(id, "awaiting_approval");
        freeze(environment);
        approve(id, waiting);
        awaitHeld(id, "apply");

        JsonNode cancelled = body(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null));

        assertThat(cancelled.at("/state").asString()).isEqualTo("cancelled");
    }

    @Test
    void goesOnAloneWithWhatNeedsNobodyOnceTheModeAllowsIt() {
        String environment = Requests.newId("mode");
        setMode(environment, "recommend");
        UUID id = post(Change.deploy(Requests.newId("proposed")).in(environment));
        JsonNode held = awaitState(id, "awaiting_approval", "succeeded", "failed");
        assertThat(held.at("/held_back").asString()).contains("mode recommend");
        assertThat(held.at("/approval/level").asString()).isEqualTo("automatic");
        assertThat(automation.mayActAlone(environment)).isTrue();

        setMode(environment, "act");

        assertThat(awaitState(id, "succeeded", "failed").at("/state").asString())
                .isEqualTo("succeeded");
        assertThat(audited("mode.set", "environment", environment)).isEqualTo(2);
        setMode(environment, "observe");
        assertThat(automation.mayActAlone(environment)).isFalse();
    }

    @Test
    void changesAModeOnlyForAnAdminWhoSaysWhyAndReadItBefore() {
        String environment = Requests.newId("mode");
        String path = "/api/v1/environments/" + environment + "/mode";
        Map<String, String> asked = Map.of("mode", "observe", "reason", "we look first");
        problem(put(path, APPROVER, asked, "\"0\""), 403, "forbidden");
        problem(put(path, ADMIN, asked, null), 428, "precondition-required");
        problem(put(path, ADMIN, asked, "\"7\""), 412, "precondition-failed");
        problem(put(path, ADMIN, Map.of("mode", "observe"), "\"0\""), 400, "invalid-field");
        problem(put(path, ADMIN, Map.of("reason", "we look first"), "\"0\""), 400, "invalid-field");
        JsonNode before = body(call(HttpMethod.GET, path, ADMIN, null));
        assertThat(before.at("/mode").asString()).isEqualTo("act");
        assertThat(before.at("/origin").asString()).isEqualTo("configured");

        assertThat(status(put(path, ADMIN, asked, "\"0\""))).isEqualTo(200);

        JsonNode after = body(call(HttpMethod.GET, path, APPROVER, null));
        assertThat(after.at("/mode").asString()).isEqualTo("observe");
        assertThat(after.at("/set_by/name").asString()).isEqualTo("root");
        assertThat(after.at("/reason").asString()).isEqualTo("we look first");
        assertThat(body(call(HttpMethod.GET, "/api/v1/environments?limit=200", ADMIN, null))
                        .at("/items")
                        .valueStream()
                        .map(each -> each.at("/environment").asString()))
                .contains("*", "look", environment);
        assertThat(body(call(
                                HttpMethod.GET,
                                "/api/v1/environments?limit=200",
                                TestIssuer.token("limited", List.of("*"), List.of("dev"), Role.VIEWER),
                                null))
                        .at("/items")
                        .valueStream()
                        .map(each -> each.at("/environment").asString()))
                .doesNotContain(environment);
    }

    @Test
    void refusesFreezeWindowsThatMeanNothing() {
        String environment = Requests.newId("fz");
        assertThat(refused(environment, Map.of())).isEqualTo("from");
        assertThat(refused(environment, Map.of("cron", "0 18 * * FRI", "duration", "PT1H", "from", "2030-01-01T00:00")))
                .isEqualTo("from");
        assertThat(refused(environment, Map.of("cron", "0 18 * * FRI"))).isEqualTo("duration");
        assertThat(refused(environment, Map.of("cron", "0 18 * * FRI", "duration", "P99D")))
                .isEqualTo("duration");
        assertThat(refused(environment, Map.of("cron", "0 0 18 * * FRI", "duration", "PT1H")))
                .isEqualTo("cron");
        assertThat(refused(environment, Map.of("cron", "0 18 31 2 *", "duration", "PT1H")))
                .isEqualTo("cron");
        assertThat(refused(environment, Map.of("from", "tomorrow", "until", "2030-01-01T00:00")))
                .isEqualTo("from");
        assertThat(refused(environment, Map.of("from", "2030-01-02T00:00", "until", "2030-01-01T00:00")))
                .isEqualTo("until");
        assertThat(refused(environment, Map.of("cron", "0 18 * * FRI", "duration", "PT1H", "zone", "Mars/Olympus")))
                .isEqualTo("zone");
        assertThat(refused("NOT A LABEL", Map.of("cron", "0 18 * * FRI", "duration", "PT1H")))
                .isEqualTo("environments");
        problem(call(HttpMethod.POST, "/api/v1/freeze-windows", APPROVER, weekend(environment)), 403, "forbidden");
    }

    @Test
    void showsWhenAFreezeWindowHoldsNextAndChangesIt() {
        String environment = Requests.newId("fz");
        ResponseEntity<String> added = call(HttpMethod.POST, "/api/v1/freeze-windows", ADMIN, weekend(environment));
        assertThat(status(added)).as(added.getBody()).isEqualTo(201);
        JsonNode window = body(added);
        assertThat(Instant.parse(window.at("/next_from").asString())).isAfter(clock.instant());
        assertThat(body(call(HttpMethod.GET, "/api/v1/freeze-windows?environment=" + environment, APPROVER, null))
                        .at("/items")
                        .valueStream()
                        .map(each -> each.at("/id").asString()))
                .contains(window.at("/id").asString());
        String path = "/api/v1/freeze-windows/" + window.at("/id").asString();
        Map<String, Object> longer = new LinkedHashMap<>(weekend(environment));
        longer.put("duration", "PT72H");
        problem(put(path, ADMIN, longer, null), 428, "precondition-required");

        assertThat(body(put(path, ADMIN, longer, "\"1\"")).at("/duration").asString())
                .isEqualTo("PT72H");
        problem(delete(path, "\"1\""), 412, "precondition-failed");
        assertThat(status(delete(path, "\"2\""))).isEqualTo(204);
        problem(call(HttpMethod.GET, path, ADMIN, null), 404, "not-found");
    }

    @Test
    void tellsOfEveryChangeOfAControlInEventsOfTheAgreedForm() throws IOException {
        String environment = Requests.newId("told");
        setMode(environment, "act");
        stop(APPROVER, environment);
        call(HttpMethod.POST, "/api/v1/kill-switch/release", ADMIN, why(environment));
        remove(freeze(environment));

        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/events/AutomationChanged.json")));
        List<String> events = jdbc.query(
                "select data::text from event_log where type = 'io.swen.AutomationChanged' and environment = ? order by seq",
                (row, index) -> String.valueOf(row.getString(1)),
                environment);
        assertThat(events).hasSize(5);
        for (String event : events) {
            assertThat(schema.validate(event, InputFormat.JSON)).as(event).isEmpty();
        }
    }

    private JsonNode awaitHeld(UUID id, String stage) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> change(id),
                        change -> change.at("/stage").asString().equals(stage)
                                && !change.at("/held_back").isNull());
    }

    private ResponseEntity<String> stop(String token, String environment) {
        return call(HttpMethod.POST, "/api/v1/kill-switch/engage", token, why(environment));
    }

    private static Map<String, String> why(String environment) {
        return Map.of("environment", environment, "reason", "something is wrong");
    }

    private JsonNode freeze(String environment) {
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
        assertThat(status(added)).as(added.getBody()).isEqualTo(201);
        return body(added);
    }

    private void remove(JsonNode window) {
        assertThat(status(delete("/api/v1/freeze-windows/" + window.at("/id").asString(), "\"1\"")))
                .isEqualTo(204);
    }

    private static Map<String, Object> weekend(String environment) {
        return Map.of(
                "environments",
                List.of(environment),
                "reason",
                "weekends",
                "cron",
                "0 18 * * FRI",
                "duration",
                "PT60H",
                "zone",
                "Europe/Berlin");
    }

    private String refused(String environment, Map<String, String> schedule) {
        Map<String, Object> asked = new LinkedHashMap<>(schedule);
        asked.put("environments", List.of(environment));
        asked.put("reason", "because");
        return problem(call(HttpMethod.POST, "/api/v1/freeze-windows", ADMIN, asked), 400, "invalid-field")
                .at("/errors/0/field")
                .asString();
    }

    private void setMode(String environment, String mode) {
        String path = "/api/v1/environments/" + environment + "/mode";
        String version = "\""
                + body(call(HttpMethod.GET, path, ADMIN, null)).at("/version").asLong() + "\"";
        ResponseEntity<String> set = put(path, ADMIN, Map.of("mode", mode, "reason", "a test wants it"), version);
        assertThat(status(set)).as(set.getBody()).isEqualTo(200);
    }

    private ResponseEntity<String> put(
            String path, String token, Object body, @org.jspecify.annotations.Nullable String ifMatch) {
        RestClient.RequestBodySpec request = RestClient.create("http://localhost:" + port)
                .put()
                .uri(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.body(json.writeValueAsString(body))
                .retrieve()
                .onStatus(status -> true, (q, r) -> {})
                .toEntity(String.class);
    }

    private ResponseEntity<String> delete(String path, String ifMatch) {
        return RestClient.create("http://localhost:" + port)
                .delete()
                .uri(path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("If-Match", ifMatch)
                .retrieve()
                .onStatus(status -> true, (q, r) -> {})
                .toEntity(String.class);
    }

    private int audited(String action, String column, String value) {
        Integer rows = jdbc.queryForObject(
                "select count(*) from audit.event where action = ? and " + column + " = ?",
                Integer.class,
                action,
                value);
        return rows == null ? 0 : rows;
    }

    private static int status(ResponseEntity<String> answer) {
        return answer.getStatusCode().value();
    }
}
