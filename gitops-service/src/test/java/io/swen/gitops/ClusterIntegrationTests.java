package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.gitops.Requests.Change;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Environments whose workloads are objects of a cluster, through the whole pipeline. */
class ClusterIntegrationTests extends GitopsTest {

    @Test
    void aServiceIsAppliedReplacedAndRemovedWithAllThatWasMadeForIt() {
        String workload = Requests.newId("kube");
        UUID first = propose(Change.deploy(workload).in("kube").replicas(2));
        JsonNode done = succeeded(first);

        assertThat(done.at("/plan/actions")
                        .valueStream()
                        .map(action -> action.at("/op").asString() + " "
                                + action.at("/resource").asString()))
                .containsExactly("create kubernetes:apps/v1/Deployment", "create kubernetes:v1/Service");
        String name = CLUSTER.names("deployments").stream()
                .filter(one -> one.startsWith(workload))
                .findFirst()
                .orElseThrow();
        JsonNode made = json.valueToTree(CLUSTER.objects.get("deployments/" + name));
        assertThat(made.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(made.at("/metadata/labels/swen.io~1change").asString()).isEqualTo(first.toString());
        assertThat(made.at("/spec/template/spec/containers/0/env").toString())
                .contains("\"secretKeyRef\":{\"name\":\"hf\",\"key\":\"token\"}");
        assertThat(awaitDeployment(workload, "running")
                        .at("/instances/1/instance_id")
                        .asString())
                .isEqualTo("workloads/" + name + "/1");
        assertThat(CLUSTER.patches).contains("dry deployments/" + name, "real deployments/" + name);

        UUID second = propose(Change.deploy(workload).in("kube").replaced());
        succeeded(second);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(CLUSTER.names("deployments"))
                        .filteredOn(one -> one.startsWith(workload))
                        .hasSize(1)
                        .doesNotContain(name));
        assertThat(json.valueToTree(CLUSTER.objects.get("services/" + workload))
                        .at("/metadata/labels/swen.io~1change")
                        .asString())
                .isEqualTo(second.toString());

        succeeded(propose(Change.deploy(workload).in("kube").teardown("cancelled")));
        assertThat(CLUSTER.objects.keySet()).noneMatch(key -> key.contains(workload));
    }

    @Test
    void aBatchIsAJobWhoseEndIsItsOwn() {
        String workload = Requests.newId("job");
        succeeded(propose(Change.deploy(workload).in("kube").batch(1)));
        String job = "jobs/" + CLUSTER.names("jobs").getFirst();
        awaitDeployment(workload, "running");
        CLUSTER.objects.computeIfPresent(
                job,
                (key, before) -> FakeCluster.merge(
                        before,
                        Map.of("status", Map.of("conditions", List.of(Map.of("type", "Complete", "status", "True"))))));
        awaitDeployment(workload, "completed");
        succeeded(propose(Change.deploy(workload).in("kube").teardown("completed")));
    }

    @Test
    void whatDoesNotRollOutIsTakenBackAndWhatSomebodyElseManagesIsLeftAlone() {
        String sick = Requests.newId("sick");
        CLUSTER.sick.add(sick);
        JsonNode failed = awaitState(propose(Change.deploy(sick).in("kube")), "failed", "succeeded");
        assertThat(failed.at("/failure/code").asString()).isEqualTo("instance-lost");
        assertThat(failed.at("/failure/detail").asString()).contains("timed out progressing");
        assertThat(CLUSTER.objects.keySet()).noneMatch(key -> key.contains(sick));

        String foreign = Requests.newId("foreign");
        CLUSTER.foreign.add(foreign);
        JsonNode refused = awaitState(propose(Change.deploy(foreign).in("kube")), "failed", "succeeded");
        assertThat(refused.at("/failure/detail").asString())
                .contains("somebody else manages", "conflict with \"helm\"");
        assertThat(CLUSTER.patches).noneMatch(patch -> patch.startsWith("real") && patch.contains(foreign));
    }

    @Test
    void argoSyncsExactlyTheApprovedCommitAndNothingByItself() {
        String workload = Requests.newId("argo");
        String application = "swen-argo-" + workload;
        UUID id = propose(Change.deploy(workload).in("argo"));
        JsonNode done = succeeded(id);
        String commit = done.at("/commits/0/id").asString();

        assertThat(CLUSTER.syncs).contains(application + "@" + commit);
        JsonNode applied = json.valueToTree(CLUSTER.applications.get(application));
        assertThat(applied.at("/spec/source/targetRevision").asString()).isEqualTo(commit);
        assertThat(applied.at("/spec/syncPolicy").has("automated")).isFalse();
        assertThat(CLUSTER.projects).containsKey("swen-argo");
        String folder = "environments/argo/argocd/";
        for (String file : List.of(
                "project.yaml",
                "application-set.yaml",
                "applications/" + workload + ".yaml",
                "workloads/" + workload + "/deployment.yaml",
                "workloads/" + workload + "/service.yaml")) {
            assertThat(repository.fileOnMain(folder + file)).as(file).isPresent();
        }
        awaitDeployment(workload, "running");

        // Somebody switches automatic syncs on: from then on nothing is deployed that way.
        CLUSTER.set(application, Map.of("spec", Map.of("syncPolicy", Map.of("automated", Map.of("prune", true)))));
        JsonNode refused = awaitState(propose(Change.deploy(workload).in("argo").replaced()), "failed", "succeeded");
        assertThat(refused.at("/failure/detail").asString()).contains("syncs by itself");

        succeeded(propose(Change.deploy(workload).in("argo").teardown("cancelled")));
        assertThat(CLUSTER.applications).doesNotContainKey(application);
        assertThat(repository.fileOnMain(folder + "workloads/" + workload + "/deployment.yaml"))
                .isEmpty();
    }

    @Test
    void aSyncWaitsForItsWindow() {
        String workload = Requests.newId("window");
        String application = "swen-argo-" + workload;
        CLUSTER.closed.add(application);
        UUID id = propose(Change.deploy(workload).in("argo"));
        await().atMost(PATIENCE).until(() -> CLUSTER.applications.containsKey(application));
        JsonNode waiting = await().atMost(PATIENCE)
                .until(
                        () -> body(call(HttpMethod.GET, "/api/v1/deployments?workload_id=" + workload, service(), null))
                                .at("/items/0/instances/0"),
                        replica -> replica.at("/reason").asString("").contains("sync window"));
        assertThat(waiting.at("/state").asString()).isEqualTo("pending");
        assertThat(CLUSTER.syncs).noneMatch(sync -> sync.startsWith(application));

        CLUSTER.closed.remove(application);
        succeeded(id);
        assertThat(CLUSTER.syncs).anyMatch(sync -> sync.startsWith(application));
        succeeded(propose(Change.deploy(workload).in("argo").teardown("cancelled")));
    }

    private JsonNode succeeded(UUID id) {
        JsonNode done = awaitState(id, "succeeded", "failed");
        assertThat(done.at("/state").asString()).as(done.toString()).isEqualTo("succeeded");
        return done;
    }

    /** As routing does, with a secret that a cluster has. */
    private UUID propose(Change change) {
        String asked = json.writeValueAsString(change.json()).replace("vault:ml/hf#token", "k8s:hf#token");
        ResponseEntity<String> answer = call(
                HttpMethod.POST,
                "/api/v1/changes",
                service(),
                asked,
                UUID.randomUUID().toString());
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(202);
        return UUID.fromString(body(answer).at("/id").asString());
    }
}
