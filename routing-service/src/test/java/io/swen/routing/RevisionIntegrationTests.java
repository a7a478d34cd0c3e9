package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/** New versions of what runs, and what becomes of it where gitops-service takes them back. */
@RoutingIntegrationTest
class RevisionIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NEWER = "ghcr.io/acme/web:2.0";
    private static final String OLDER = "ghcr.io/acme/web:1.0";

    @Autowired
    private RoutingFixture fixture;

    @Test
    void handsANewVersionOverForTheSamePlace() {
        String id = running("version");

        FakePeers.Change second = revised(id);

        assertThat(second.request().at("/items/0/action").asString()).isEqualTo("replace");
        assertThat(second.request().at("/items/0/workload/container/image").asString())
                .isEqualTo(NEWER);
        assertThat(second.request().at("/items/0/workload/rollout/strategy").asString())
                .isEqualTo("canary");
        assertThat(second.request().at("/items/0/decision/offer/offer_id").asString())
                .isEqualTo(change(id, 0)
                        .request()
                        .at("/items/0/decision/offer/offer_id")
                        .asString());
    }

    @Test
    void goesBackToTheVersionBeforeWhenTheChangeIsRolledBack() {
        String id = running("back");
        FakePeers.Change first = change(id, 0);
        FakePeers.Change second = revised(id);
        succeed(second);
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("running"));
        assertThat(image(id)).isEqualTo(NEWER);

        tell(first, UUID.randomUUID(), "succeeded", "rollback", null);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(image(id)).isEqualTo(OLDER));
        assertThat(fixture.state(id)).isEqualTo("running");
        assertThat(fixture.workload(id).path("decision_id").asString()).isEqualTo(first.key());
        assertThat(fixture.count(
                        "select count(*) from reservation where decision_id = ? and state = 'used'",
                        UUID.fromString(first.key())))
                .isOne();
    }

    @Test
    void staysAsItIsWhenItsNextDecisionIsHeldUpByAPin() {
        String id = running("pinned");
        FakePeers.Change first = change(id, 0);
        fixture.peers().deploymentIs(first, "lost", "somebody ended it");
        FakePeers.Change second = change(id, 1);

        tell(second, UUID.fromString(second.id().toString()), "failed", "decision", "pinned");

        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("running"));
        assertThat(fixture.workload(id).path("decision_id").asString()).isEqualTo(first.key());
    }

    @Test
    void refusesNewVersionsOfWhatIsPinnedUntilThatIsReleased() {
        String id = running("held");
        pin(id, true);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(fixture.count("select count(*) from workload_pin where workload_id = ?", id))
                                .isOne());
        assertThat(fixture.problem(revise(id), 409, "conflict").path("detail").asString())
                .contains("pinned", "it was bad");

        pin(id, false);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(fixture.count("select count(*) from workload_pin where workload_id = ?", id))
                                .isZero());
        assertThat(revise(id).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void refusesARolloutThatMakesNoSense() {
        String id = RoutingFixture.newName("senseless");
        ResponseEntity<String> answer = fixture.post(
                "/workload", service(id, OLDER, 1, "\"rollout\":{\"strategy\":\"canary\",\"steps\":[50,20]}"));

        fixture.problem(answer, 400, "invalid-field");
        assertThat(answer.getBody()).contains("rollout.strategy", "rollout.steps");
    }

    private void pin(String id, boolean inForce) {
        fixture.peers()
                .event(
                        "PinChanged",
                        "{\"pin_id\":\"" + UUID.randomUUID() + "\",\"workload_id\":\"" + id + "\",\"change_id\":\""
                                + UUID.randomUUID() + "\",\"in_force\":" + inForce + ",\"reason\":\"it was bad\"}");
    }

    private void tell(FakePeers.Change of, UUID change, String state, String origin, @Nullable String code) {
        fixture.peers()
                .event(
                        "ChangeStageChanged",
                        "{\"change_id\":\"" + change + "\",\"state\":\"" + state
                                + "\",\"stage\":\"monitor\",\"stage_state\":\"succeeded\",\"origin\":\"" + origin
                                + "\",\"items\":[{\"workload_id\":"
                                + of.request().at("/items/0/workload_id") + ",\"action\":\"replace\",\"decision_id\":\""
                                + of.key() + "\"}],\"failure\":"
                                + (code == null
                                        ? "null"
                                        : "{\"stage\":\"validate\",\"code\":\"" + code + "\",\"detail\":\"held\"}")
                                + "}");
    }

    private String running(String name) {
        String id = RoutingFixture.newName(name);
        assertThat(fixture.post("/workload", service(id, OLDER, 2))
                        .getStatusCode()
                        .value())
                .isEqualTo(202);
        succeed(change(id, 0));
        await().atMost(PATIENCE).until(() -> fixture.state(id).equals("running"));
        return id;
    }

    private void succeed(FakePeers.Change change) {
        fixture.peers().changeIs(change, "running", "apply", null);
        fixture.peers().deploymentIs(change, "running", null);
        fixture.peers().changeIs(change, "succeeded", "monitor", null);
    }

    private FakePeers.Change revised(String id) {
        ResponseEntity<String> answer = revise(id);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return change(id, 1);
    }

    private ResponseEntity<String> revise(String id) {
        return fixture.call(
                HttpMethod.PUT,
                "/api/v1/workloads/" + id,
                service(id, NEWER, 2, "\"rollout\":{\"strategy\":\"canary\",\"steps\":[50]}"),
                RoutingFixture.operator(),
                headers -> headers.set("If-Match", "*"));
    }

    private FakePeers.Change change(String id, int number) {
        return await().atMost(PATIENCE)
                .until(() -> fixture.peers().changesOf(id), changes -> changes.size() > number)
                .get(number);
    }

    private String image(String id) {
        return fixture.workload(id).at("/container/image").asString();
    }

    private static String service(String id, String image, int replicas, String... more) {
        StringBuilder body = new StringBuilder("{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\"service\","
                + "\"container\":{\"image\":\"" + image + "\",\"replicas\":" + replicas
                + "},\"cpu_cores\":2,\"memory_gb\":4");
        for (String field : more) {
            body.append(',').append(field);
        }
        return body.append('}').toString();
    }
}
