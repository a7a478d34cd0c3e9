package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole way of a change, on both clouds. */
class ChangeFlowIntegrationTests extends GitopsTest {

    @Test
    void takesADecisionThroughGitToARunningInstanceAndIntoMain() {
        String workload = Requests.newId("flow");
        UUID id = post(Requests.Change.deploy(workload));

        JsonNode done = awaitState(id, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(done.at("/approval/level").asString()).isEqualTo("automatic");
        assertThat(done.at("/stages")
                        .valueStream()
                        .map(stage -> stage.at("/state").asString()))
                .containsOnly("succeeded");
        assertThat(done.at("/merged_commit").asString()).hasSize(40);
        assertThat(repository.fileOnMain("environments/dev/workloads/" + workload + ".yaml"))
                .get()
                .asString()
                .contains("offer_id: aws:use1-az1/m7i.large/spot");
        List<JsonNode> instances = simulatorInstances(workload);
        assertThat(instances).hasSize(1);
        assertThat(jdbc.queryForObject("select state from deployment where workload_id = ?", String.class, workload))
                .isEqualTo("RUNNING");
    }
}
