package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swen.gitops.Requests.Change;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.deploy.Insides;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.protocol.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** The whole way of a change, on both clouds. */
class ChangeFlowIntegrationTests extends GitopsTest {

    @ParameterizedTest
    @CsvSource({"aws, spot", "aws, on_demand", "alibaba, spot", "alibaba, on_demand"})
    void takesADecisionThroughGitToARunningInstanceAndIntoMain(String provider, String option) {
        String workload = Requests.newId("flow");
        UUID id = post(Change.deploy(workload).on(provider, option));

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
                .contains("purchase_option: " + option)
                .contains("provider: " + provider);
        assertThat(simulatorInstances(workload)).hasSize(1);
        // What it is metered against travels with the instance.
        JsonNode tags = simulatorInstances(workload).getFirst().at("/tags");
        assertThat(tags.at("/swen:baseline-usd-per-hour").asString()).isEqualTo("0.2016");
        assertThat(tags.at("/swen:decision").asString()).hasSize(36);
        assertThat(jdbc.queryForObject("select state from deployment where workload_id = ?", String.class, workload))
                .isEqualTo("RUNNING");
        JsonNode log = body(call(HttpMethod.GET, "/api/v1/changes/" + id + "/stages/validate/log", service(), null));
        assertThat(log.at("/items/0/message").asString()).contains("committed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "alibaba"})
    void seesABatchEndByItselfAndTearsItDown(String provider) {
        String workload = Requests.newId("batch");
        Change batch = Change.deploy(workload).on(provider, "on_demand").batch(0.1);
        awaitState(post(batch), "succeeded", "failed");

        JsonNode deployment = awaitDeployment(workload, "completed");
        assertThat(deployment.at("/instances/0/instance_id").asString()).isNotEmpty();
        JsonNode removed = awaitState(post(batch.teardown(null)), "succeeded", "failed");

        assertThat(removed.at("/state").asString()).as(removed.toPrettyString()).isEqualTo("succeeded");
        assertThat(removed.at("/approval/level").asString()).isEqualTo("automatic");
        awaitDeployment(workload, "terminated");
        assertThat(repository.fileOnMain("environments/dev/workloads/" + workload + ".yaml"))
                .isEmpty();
        assertThat(alive(workload)).isEmpty();
    }

    @Test
    void staysInTheTraceOfWhoeverAskedForItAlsoAfterItsWorkerDied() {
        String workload = Requests.newId("traced");
        KILL_AT.set("plan-done");

        JsonNode change = awaitState(post(Change.deploy(workload)), "succeeded", "failed");

        assertThat(change.at("/state").asString()).as(change.toPrettyString()).isEqualTo("succeeded");
        assertThat(change.at("/stages").valueStream())
                .filteredOn(stage -> stage.at("/name").asString().equals("plan"))
                .singleElement()
                .satisfies(stage -> assertThat(stage.at("/attempts").asInt()).isEqualTo(2));
        String id = change.at("/id").asString();
        String asked = jdbc.queryForObject(
                "select substring(traceparent, 4, 32) from change_trace where change_id = ?::uuid", String.class, id);
        assertThat(asked).hasSize(32);
        assertThat(jdbc.queryForList(
                        "select distinct substring(traceparent, 4, 32) from event_log where subject = ?",
                        String.class,
                        id))
                .containsExactly(asked);
    }

    @Test
    void tearsDownWhatStillRuns() {
        String workload = Requests.newId("cancelled");
        Change service = Change.deploy(workload).replicas(2);
        awaitState(post(service), "succeeded", "failed");
        assertThat(alive(workload)).hasSize(2);

        JsonNode removed = awaitState(post(service.teardown("cancelled")), "succeeded", "failed");

        assertThat(removed.at("/state").asString()).as(removed.toPrettyString()).isEqualTo("succeeded");
        assertThat(alive(workload)).isEmpty();
    }

    @Test
    void mainWantsNothingAnyMoreOfWhatWasTornDownBeforeItsDeploymentWasMerged() {
        Change service = Change.deploy(Requests.newId("cancelled"));

        JsonNode removed = committedBeforeTheFirstIsMerged(service, service.teardown("cancelled"));

        assertThat(removed.at("/state").asString()).as(removed.toPrettyString()).isEqualTo("succeeded");
        assertThat(alive(service.workloadId())).isEmpty();
        assertThat(onMain(service)).isEmpty();
    }

    @Test
    void mainWantsWhatWasEditedBeforeItsDeploymentWasMerged() {
        Change service = Change.deploy(Requests.newId("edited"));

        JsonNode edited = committedBeforeTheFirstIsMerged(service, service.replaced());

        assertThat(edited.at("/state").asString()).as(edited.toPrettyString()).isEqualTo("succeeded");
        assertThat(alive(service.workloadId())).hasSize(1);
        String id = edited.at("/id").asString();
        assertThat(onMain(service)).get().asString().contains(id);
        assertThat(repository.fileAt(edited.at("/commits/0/id").asString(), path(service)))
                .as("the commit that the change tells of is the one that was merged")
                .get()
                .asString()
                .contains(id);
        assertThat(repository.movedOnMain(edited.at("/commits/0/id").asString(), List.of(path(service))))
                .isEmpty();
    }

    private Optional<String> onMain(Change change) {
        return repository.fileOnMain(path(change));
    }

    private static String path(Change change) {
        return "environments/dev/workloads/" + change.workloadId() + ".yaml";
    }

    /** Ends two changes of a workload one after the other, of which the second was committed before the first was merged. */
    private JsonNode committedBeforeTheFirstIsMerged(Change first, Change second) {
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch merged = new CountDownLatch(1);
        try {
            AT_BOUNDARY.put("monitor-claimed", () -> awaitLatch(committed));
            UUID deploy = post(first);
            await().atMost(PATIENCE)
                    .until(() -> change(deploy).at("/stages/5/state").asString().equals("succeeded"));
            AT_BOUNDARY.put("plan-claimed", () -> awaitLatch(merged));
            UUID next = post(second);
            await().atMost(PATIENCE)
                    .until(() -> change(next).at("/stages/0/state").asString().equals("succeeded"));

            committed.countDown();
            assertThat(awaitState(deploy, "succeeded", "failed").at("/state").asString())
                    .isEqualTo("succeeded");
            merged.countDown();
            return awaitState(next, "succeeded", "failed");
        } finally {
            AT_BOUNDARY.remove("monitor-claimed");
            AT_BOUNDARY.remove("plan-claimed");
            committed.countDown();
            merged.countDown();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void replacesWhatRunsOnlyOnceTheNewOneRuns() {
        String workload = Requests.newId("moved");
        Change first = Change.deploy(workload);
        awaitState(post(first), "succeeded", "failed");

        JsonNode moved = awaitState(post(first.replaced()), "succeeded", "failed");

        assertThat(moved.at("/state").asString()).as(moved.toPrettyString()).isEqualTo("succeeded");
        assertThat(moved.at("/title").asString())
                .isEqualTo("move " + workload + " to aws:us-east-1 as m7i.large on-demand");
        assertThat(moved.at("/plan/actions")
                        .valueStream()
                        .map(action -> action.at("/op").asString()))
                .containsExactly("create", "destroy");
        assertThat(alive(workload)).hasSize(1);
        assertThat(jdbc.queryForList(
                        "select state from deployment where workload_id = ? order by id", String.class, workload))
                .containsExactly("TERMINATED", "RUNNING");
    }

    @Test
    void isNotCalledAMoveWhereAWorkloadStaysInItsPlace() {
        String workload = Requests.newId("edited");
        Change first = Change.deploy(workload);
        assertThat(awaitState(post(first), "succeeded", "failed").at("/title").asString())
                .isEqualTo("deploy " + workload + " to aws:us-east-1 as m7i.large spot");

        JsonNode edited = awaitState(post(first.replaced().on("aws", "spot")), "succeeded", "failed");

        assertThat(edited.at("/title").asString())
                .isEqualTo("update " + workload + " in aws:us-east-1 as m7i.large spot");
    }

    @Test
    void noticesAnInstanceThatTheCloudTookBack() {
        String workload = Requests.newId("spot");
        awaitState(post(Change.deploy(workload)), "succeeded", "failed");
        String instance = jdbc.queryForObject(
                "select i.instance_id from deployment_instance i join deployment d on d.id = i.deployment_id"
                        + " where d.workload_id = ?",
                String.class,
                workload);
        assertThat(SIMULATOR.interrupt(String.valueOf(instance))).isTrue();

        assertThat(awaitDeployment(workload, "lost").at("/reason").asString()).contains("taken back by the cloud");
    }

    @Test
    void makesOneInstanceWhenTheAnswerToTheCallWasLost() {
        for (String provider : List.of("aws", "alibaba")) {
            String workload = Requests.newId("lost-answer");
            SIMULATOR.faults(
                    List.of(new Fault(provider, "RunInstances", null, 1, null, null, Fault.TIMEOUT_AFTER_SUCCESS)));

            JsonNode done = awaitState(post(Change.deploy(workload).on(provider, "on_demand")), "succeeded", "failed");

            assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
            assertThat(simulatorInstances(workload)).hasSize(1);
        }
    }

    @Test
    void launchesManyAtThePaceOfTheRegionWithinOneAttempt() {
        String workload = Requests.newId("paced");
        UUID id = post(Change.deploy(workload).replicas(12));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        stage(change(id), "apply").at("/summary").asString("").contains("takes no more launches"));
        JsonNode done = awaitState(id, "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(stage(done, "apply").at("/attempts").asInt()).isOne();
        assertThat(simulatorInstances(workload)).hasSize(12);
    }

    @Test
    void instancesOfTheServiceShareWhatARegionLaunches(@Autowired ApplicationContext context) throws Exception {
        String region = Requests.newId("aws:shared");
        List<Predicate<String>> instances = List.of(Insides.launches(context), Insides.launches(context));
        Instant began = Instant.now();
        int given = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> calls = IntStream.range(0, 40)
                    .<Callable<Boolean>>mapToObj(
                            call -> () -> instances.get(call % 2).test(region))
                    .toList();
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                given += call.get() ? 1 : 0;
            }
        }
        int meanwhile = (int) (Duration.between(began, Instant.now()).toMillis() * 2 / 1_000);

        assertThat(given).isBetween(5, 5 + meanwhile);
        for (Predicate<String> instance : instances) {
            await().atMost(PATIENCE).until(() -> instance.test(region));
        }
    }

    @Test
    void waitsWithoutLosingAnAttemptWhileTheCloudRefusesToBeCalledSoOften() {
        String workload = Requests.newId("throttled");
        SIMULATOR.faults(List.of(new Fault("aws", "RunInstances", null, 8, null, null, Fault.THROTTLE)));

        JsonNode done = awaitState(post(Change.deploy(workload)), "succeeded", "failed");

        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(stage(done, "apply").at("/attempts").asInt()).isOne();
        assertThat(simulatorInstances(workload)).hasSize(1);
    }

    @Test
    void failsClearlyAndLeavesNothingWhenTheCloudHasNoCapacity() {
        String workload = Requests.newId("full");
        SIMULATOR.faults(
                List.of(new Fault("aws", "RunInstances", null, 1, "InsufficientInstanceCapacity", null, null)));

        JsonNode done = awaitState(post(Change.deploy(workload)), "succeeded", "failed");

        assertThat(done.at("/failure/code").asString())
                .as(done.toPrettyString())
                .isEqualTo("cloud-capacity");
        assertThat(done.at("/failure/stage").asString()).isEqualTo("apply");
        assertThat(alive(workload)).isEmpty();
        assertThat(repository.fileOnMain("environments/dev/workloads/" + workload + ".yaml"))
                .isEmpty();
    }

    @Test
    void refusesASecretAndLeavesItNowhereToBeCloned() {
        String workload = Requests.newId("leaky");
        UUID id = post(Change.deploy(workload).env(Map.of("DB_PASSWORD", "hunter2")));

        JsonNode done = awaitState(id, "succeeded", "failed");

        assertThat(done.at("/failure/code").asString()).isEqualTo("secret-found");
        assertThat(done.at("/failure/detail").asString())
                .contains("DB_PASSWORD")
                .doesNotContain("hunter2");
        assertThat(Files.exists(GIT.resolve("environments.git/refs/heads/change/" + id)))
                .isFalse();
        assertThat(simulatorInstances(workload)).isEmpty();
    }

    @Test
    void recordsThatRoutingDidNotAnswerInsteadOfWaiting() {
        ROUTING.status.set(503);
        try {
            JsonNode done = awaitState(post(Change.deploy(Requests.newId("alone"))), "succeeded", "failed");

            assertThat(done.at("/state").asString()).isEqualTo("succeeded");
            assertThat(done.at("/stages/2/state").asString()).isEqualTo("skipped");
            assertThat(done.at("/stages/2/summary").asString()).contains("503");
        } finally {
            ROUTING.status.set(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"committed", "instance-created", "merged"})
    void appliesOnceWhenItDiesAtAnyBoundary(String boundary) {
        int before = KILLS.get();
        String workload = Requests.newId("killed");
        KILL_AT.set(boundary);

        JsonNode done = awaitState(post(Change.deploy(workload).replicas(2)), "succeeded", "failed");

        assertThat(KILLS.get()).isEqualTo(before + 1);
        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(simulatorInstances(workload)).hasSize(2);
        assertThat(done.at("/commits")).hasSize(1);
    }

    @Test
    void failsAfterItsAttemptsWhenItDiesOfAnErrorEachTime() {
        AtomicInteger runs = new AtomicInteger();
        AT_BOUNDARY.put("validate-claimed", () -> {
            if (runs.incrementAndGet() == 1) {
                // The last of its attempts is the next, which saves the test the pauses between them.
                jdbc.update("update change_stage set attempts = 5 where name = 'VALIDATE' and owner is not null");
            }
            throw new NoClassDefFoundError("io/swen/Gone");
        });
        try {
            UUID id = post(Change.deploy(Requests.newId("error")));
            JsonNode done = awaitState(id, "succeeded", "failed");

            assertThat(done.at("/failure/code").asString()).isEqualTo("retries-exhausted");
            assertThat(done.at("/failure/detail").asString()).contains("NoClassDefFoundError");
            assertThat(runs).hasValue(2);
        } finally {
            AT_BOUNDARY.remove("validate-claimed");
        }
    }

    @Test
    void failsWhenItsWorkerEndsEachTimeWithoutAResult() {
        AtomicInteger runs = new AtomicInteger();
        AT_BOUNDARY.put("validate-claimed", () -> {
            runs.incrementAndGet();
            throw new Boundary.Killed("validate-claimed");
        });
        try {
            UUID id = post(Change.deploy(Requests.newId("deadly")));
            await().until(() -> runs.get() == 1);
            jdbc.update("update change_stage set deaths = 5 where change_id = ? and name = 'VALIDATE'", id);

            JsonNode done = awaitState(id, "succeeded", "failed");

            assertThat(done.at("/failure/code").asString()).isEqualTo("worker-died");
            assertThat(runs).hasValue(1);
        } finally {
            AT_BOUNDARY.remove("validate-claimed");
        }
    }

    @Test
    void removesOnceWhenItDiesWhileRemoving() {
        int before = KILLS.get();
        String workload = Requests.newId("killed");
        Change service = Change.deploy(workload);
        awaitState(post(service), "succeeded", "failed");
        KILL_AT.set("instances-terminated");

        JsonNode done = awaitState(post(service.teardown(null)), "succeeded", "failed");

        assertThat(KILLS.get()).isEqualTo(before + 1);
        assertThat(done.at("/state").asString()).as(done.toPrettyString()).isEqualTo("succeeded");
        assertThat(alive(workload)).isEmpty();
    }

    @Test
    void proposesAndAppliesNothingWhereTheModeSaysSo() {
        String workload = Requests.newId("look");
        UUID id = post(Change.deploy(workload).in("look"));

        JsonNode held = awaitState(id, "awaiting_approval", "succeeded", "failed");

        assertThat(held.at("/state").asString()).isEqualTo("awaiting_approval");
        assertThat(held.at("/stages/5/state").asString()).isEqualTo("waiting");
        assertThat(held.at("/held_back").asString()).contains("mode recommend");
        assertThat(held.at("/plan/hash").asString()).startsWith("sha256:");
        assertThat(simulatorInstances(workload)).isEmpty();
        problem(
                call(
                        HttpMethod.POST,
                        "/api/v1/changes/" + id + "/verdicts",
                        TestIssuer.token("approver", Role.APPROVER),
                        Map.of(
                                "verdict",
                                "approve",
                                "plan_hash",
                                held.at("/plan/hash").asString())),
                409,
                "conflict");
        // With a key the same call is answered the same again.
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            assertThat(call(HttpMethod.POST, "/api/v1/changes/" + id + "/cancel", service(), null, key)
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
        }
        assertThat(change(id).at("/state").asString()).isEqualTo("cancelled");
    }

    @Test
    void tellsTheOthersInEventsOfTheAgreedForm() throws IOException {
        String workload = Requests.newId("told");
        awaitState(post(Change.deploy(workload)), "succeeded", "failed");
        UUID waiting = post(Change.deploy(Requests.newId("told")).costing("20", 0.9));
        awaitState(waiting, "awaiting_approval");

        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String type : List.of("ChangeStageChanged", "ApprovalRequested", "DeploymentObserved")) {
            Schema schema = schemas.getSchema(Files.readString(Path.of("../docs/events/" + type + ".json")));
            List<String> events = jdbc.query(
                    "select data::text from event_log where type = ?",
                    (row, index) -> row.getString(1),
                    "io.swen." + type);
            assertThat(events).isNotEmpty();
            for (String event : events) {
                assertThat(schema.validate(event, InputFormat.JSON)).as(event).isEmpty();
            }
        }
        assertThat(jdbc.queryForList(
                        "select data->>'state' from event_log where type = 'io.swen.DeploymentObserved'"
                                + " and data->>'workload_id' = ? order by seq",
                        String.class,
                        workload))
                .startsWith("pending", "running");
    }

    private List<JsonNode> alive(String workload) {
        return simulatorInstances(workload).stream()
                .filter(instance -> !List.of("terminated", "shutting_down", "gone", "released", "shutting-down")
                        .contains(instance.at("/state").asString("")))
                .toList();
    }

    @Test
    void expiresWhatNobodyDecides() {
        UUID id = post(Change.deploy(Requests.newId("forgotten")).costing("20", 0.9));
        awaitState(id, "awaiting_approval");
        jdbc.update("update change set approval_expires_at = now() - interval '1 day' where id = ?", id);

        JsonNode expired = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> change(id),
                        change -> change.at("/state").asString().equals("expired"));
        assertThat(expired.at("/failure/code").asString()).isEqualTo("approval-expired");
    }

    private static JsonNode stage(JsonNode change, String name) {
        return change.at("/stages")
                .valueStream()
                .filter(stage -> stage.at("/name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
