package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import io.swen.simulator.fleet.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Clouds list late what they launched, and show its tags later still. */
class LateCloudIntegrationTests extends GitopsTest {

    private static final Consistency LATE = new Consistency(Duration.ofSeconds(2), Duration.ofSeconds(3));

    @AfterEach
    void inTime() {
        SIMULATOR.consistency(Consistency.STRONG);
        KILL_AT.set(null);
    }

    @Test
    void leavesNothingOfACancelledChangeWhoseWorkerDiedBeforeItWroteDownWhatItLaunched() {
        for (String provider : List.of("aws", "alibaba")) {
            SIMULATOR.consistency(LATE);
            int before = KILLS.get();
            KILL_AT.set("instance-created");
            String workload = Requests.newId("late");
            UUID id = post(Change.deploy(workload).on(provider, "on_demand"));
            await().atMost(PATIENCE).until(() -> KILLS.get() > before);

            assertThat(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null)
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
            awaitState(id, "cancelled", "failed");

            assertThat(simulatorInstances(workload)).as(provider).allSatisfy(LateCloudIntegrationTests::ended);
        }
    }

    @Test
    void takesAnInstanceThatIsNotListedYetForNeitherLostNorMissing() {
        SIMULATOR.consistency(LATE);
        String workload = Requests.newId("late");

        JsonNode done = awaitState(post(Change.deploy(workload).on("aws", "on_demand")), "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(simulatorInstances(workload)).hasSize(1);
    }

    private static void ended(JsonNode instance) {
        assertThat(instance.at("/state").asString()).isNotIn("pending", "running");
    }
}
