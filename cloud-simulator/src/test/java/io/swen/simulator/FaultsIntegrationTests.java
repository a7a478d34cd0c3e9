package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse;
import com.aliyuncs.exceptions.ClientException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be made to go wrong for those who deploy, seen through both SDKs. */
class FaultsIntegrationTests {

    private static final String NOTHING_LATE = "{\"instances_listed_after_ms\":0,\"tags_shown_after_ms\":0}";

    @TempDir
    static Path directory;

    private static SimulatorServer simulator;
    private static Ec2Client ec2;
    private static Clients.Alibaba ecs;

    @BeforeAll
    static void start() {
        simulator = SimulatorServer.start(SimulatorConfig.forTests(directory).withThrottleFactor(0));
        ec2 = new Clients(simulator).ec2("us-east-1");
        ecs = new Clients(simulator).alibaba("cn-hangzhou");
    }

    @AfterAll
    static void stop() {
        simulator.stop();
    }

    @AfterEach
    void calm() throws Exception {
        simulator.faults(List.of());
        put("/simulator/consistency", NOTHING_LATE);
    }

    @Test
    void onePoolHasNoCapacityAndTheOthersHave() throws Exception {
        faults("""
                [{"zone":"use1-az1","instance_type":"m5.large","effect":"capacity","times":100},
                 {"zone":"cn-hangzhou-h","instance_type":"ecs.g7.large","effect":"capacity","times":100}]""");

        assertThat(codeOf(() -> ec2.runInstances(aws("m5.large", "us-east-1a"))))
                .isEqualTo("InsufficientInstanceCapacity");
        assertThat(ec2.runInstances(aws("m5.large", "us-east-1b")).instances()).hasSize(1);
        assertThat(ec2.runInstances(aws("c5.large", "us-east-1a")).instances()).hasSize(1);
        assertThat(codeOf(() -> ecs.call(alibaba("ecs.g7.large", "cn-hangzhou-h"))))
                .isEqualTo("OperationDenied.NoStock");
        assertThat(ecs.call(alibaba("ecs.c7.large", "cn-hangzhou-h")).getInstanceIdSets())
                .hasSize(1);
    }

    @Test
    void throttlesInEachCloudsOwnWords() throws Exception {
        faults("[{\"action\":\"DescribeInstances\",\"effect\":\"throttle\",\"times\":2}]");

        assertThat(codeOf(() -> ec2.describeInstances())).isEqualTo("RequestLimitExceeded");
        assertThat(codeOf(() -> ecs.call(new DescribeInstancesRequest()))).isEqualTo("Throttling.User");
        assertThat(ec2.describeInstances().reservations()).isNotNull();
    }

    @Test
    void worksAndNeverAnswers() throws Exception {
        faults("[{\"action\":\"RunInstances\",\"effect\":\"timeout_after_success\",\"times\":2}]");
        RunInstancesRequest asked = aws("m5.large", "us-east-1b");
        var asksAlibaba = alibaba("ecs.g7.large", "cn-hangzhou-i");
        int before = simulatorInstances();

        assertThatThrownBy(() -> ec2.runInstances(asked)).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(() -> ecs.call(asksAlibaba)).isInstanceOf(ClientException.class);
        assertThat(simulatorInstances()).isEqualTo(before + 2);
        // Asking again with the same token starts nothing more.
        ec2.runInstances(asked);
        ecs.call(asksAlibaba);
        assertThat(simulatorInstances()).isEqualTo(before + 2);
    }

    @Test
    void listsNewInstancesAndTheirTagsLate() throws Exception {
        put("/simulator/consistency", "{\"instances_listed_after_ms\":400,\"tags_shown_after_ms\":900}");

        String id = ec2.runInstances(aws("m5.large", "us-east-1c"))
                .instances()
                .getFirst()
                .instanceId();
        String other = ecs.call(alibaba("ecs.g7.large", "cn-hangzhou-i"))
                .getInstanceIdSets()
                .getFirst();
        assertThat(find(id)).isEmpty();
        assertThat(findAlibaba(other)).isEmpty();
        assertThat(codeOf(() -> ec2.terminateInstances(r -> r.instanceIds(id))))
                .isEqualTo("InvalidInstanceID.NotFound");

        List<Integer> tags = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            find(id).forEach(instance -> tags.add(instance.tags().size()));
            return !tags.isEmpty() && tags.getLast() == 1;
        });
        assertThat(tags.getFirst()).as("listed first, tagged later").isZero();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> findAlibaba(other).stream()
                        .anyMatch(instance -> instance.getTags().size() == 1));
    }

    @Test
    void aLostZoneEndsWhatRunsThereAndTakesNothingNew() throws Exception {
        String there = ec2.runInstances(aws("m5.large", "us-east-1d"))
                .instances()
                .getFirst()
                .instanceId();
        String elsewhere = ec2.runInstances(aws("m5.large", "us-east-1b"))
                .instances()
                .getFirst()
                .instanceId();
        String zone = json(send("GET", "/simulator/instances", ""))
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(there))
                .findFirst()
                .orElseThrow()
                .path("zone")
                .asString();

        assertThat(json(send("PUT", "/simulator/zones/" + zone + "/lost", "")).path("items"))
                .anySatisfy(item -> assertThat(item.path("id").asString()).isEqualTo(there));
        assertThat(find(there).getFirst().stateReason().code()).isEqualTo("Server.InternalError");
        assertThat(find(elsewhere).getFirst().stateReason()).isNotEqualTo("Server.InternalError");
        assertThat(codeOf(() -> ec2.runInstances(aws("m5.large", "us-east-1d"))))
                .isEqualTo("InsufficientInstanceCapacity");

        assertThat(send("DELETE", "/simulator/zones/" + zone + "/lost", "").statusCode())
                .isEqualTo(200);
        assertThat(ec2.runInstances(aws("m5.large", "us-east-1d")).instances()).hasSize(1);
        assertThat(send("DELETE", "/simulator/zones/" + zone + "/lost", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void strikesTheSameCallsForTheSameSeed() throws Exception {
        List<Boolean> first = struck(7);
        List<Boolean> again = struck(7);
        List<Boolean> other = struck(8);

        assertThat(again).isEqualTo(first).isNotEqualTo(other);
        assertThat(first.stream().filter(one -> one).count()).isBetween(8L, 32L);
    }

    @Test
    void refusesFaultsThatCannotBe() throws Exception {
        for (String wrong : List.of(
                "[{\"effect\":\"explode\"}]",
                "[{\"error\":\"X\",\"rate\":0}]",
                "[{\"error\":\"X\",\"rate\":1.5}]",
                "[{\"error\":\"X\",\"seed\":1}]",
                "[{\"error\":\"X\",\"effect\":\"capacity\"}]")) {
            assertThat(put("/simulator/faults", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(put("/simulator/consistency", "{\"instances_listed_after_ms\":-1}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/simulator/instances?past=maybe", "").statusCode())
                .isEqualTo(400);
        assertThat(send("PUT", "/simulator/zones/azure:west/lost", "").statusCode())
                .isEqualTo(404);
    }

    private static List<Boolean> struck(int seed) throws Exception {
        faults("[{\"action\":\"DescribeRegions\",\"error\":\"InternalError\",\"rate\":0.5,\"seed\":" + seed + "}]");
        List<Boolean> struck = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            try {
                ec2.describeRegions();
                struck.add(false);
            } catch (Ec2Exception refused) {
                struck.add(true);
            }
        }
        return struck;
    }

    private static List<Instance> find(String id) {
        return ec2.describeInstances(r -> r.filters(f -> f.name("instance-id").values(id))).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static List<DescribeInstancesResponse.Instance> findAlibaba(String id) throws ClientException {
        var request = new DescribeInstancesRequest();
        request.setInstanceIds("[\"" + id + "\"]");
        return ecs.call(request).getInstances();
    }

    private static RunInstancesRequest aws(String type, String zone) {
        return RunInstancesRequest.builder()
                .imageId("ami-0123456789abcdef0")
                .instanceType(type)
                .minCount(1)
                .maxCount(1)
                .placement(place -> place.availabilityZone(zone))
                .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                        .tags(tag -> tag.key("Project").value("swen")))
                .clientToken(UUID.randomUUID().toString())
                .build();
    }

    private static com.aliyuncs.ecs.model.v20140526.RunInstancesRequest alibaba(String type, String zone) {
        var tag = new com.aliyuncs.ecs.model.v20140526.RunInstancesRequest.Tag();
        tag.setKey("Project");
        tag.setValue("swen");
        var request = EcsIntegrationTests.run(type);
        request.setZoneId(zone);
        request.setTags(List.of(tag));
        request.setClientToken(UUID.randomUUID().toString());
        return request;
    }

    @FunctionalInterface
    private interface Call {
        void make() throws ClientException;
    }

    private static String codeOf(Call call) {
        try {
            call.make();
            return "none";
        } catch (Ec2Exception refused) {
            return refused.awsErrorDetails().errorCode();
        } catch (ClientException refused) {
            return refused.getErrCode();
        }
    }

    private static int simulatorInstances() throws Exception {
        return json(send("GET", "/simulator/instances?past=true", ""))
                .path("items")
                .size();
    }

    private static void faults(String body) throws IOException, InterruptedException {
        HttpResponse<String> taken = put("/simulator/faults", body);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    }

    private static HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(simulator.awsEndpoint().resolve(path))
                            .timeout(Duration.ofSeconds(30))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
