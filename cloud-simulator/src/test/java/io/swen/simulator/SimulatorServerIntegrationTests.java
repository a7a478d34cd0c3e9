package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.ecs.model.v20140526.DescribeRegionsRequest;
import com.aliyuncs.exceptions.ClientException;
import io.swen.simulator.protocol.Fault;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatorServerIntegrationTests {

    private static final String IMAGE = "ami-0123456789abcdef0";

    @TempDir
    Path directory;

    private SimulatorConfig config;
    private SimulatorServer simulator;

    @BeforeEach
    void start() {
        config = SimulatorConfig.forTests(directory);
        simulator = SimulatorServer.start(config);
    }

    @AfterEach
    void stop() {
        simulator.stop();
    }

    @Test
    void throttlesEachCloudInItsOwnWords() {
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        Ec2IntegrationTests.assertCode(
                () -> {
                    for (int i = 0; i < 50; i++) {
                        ec2.runInstances(run("m5.large", UUID.randomUUID().toString()));
                    }
                },
                "RequestLimitExceeded",
                503);
        // Buckets are kept by action: this one is still full.
        assertThat(ec2.describeInstances().reservations()).isNotEmpty();
        Clients.Alibaba alibaba = new Clients(simulator).alibaba("cn-hangzhou");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        alibaba.call(new DescribeRegionsRequest());
                    }
                })
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.getErrCode()).isEqualTo("Throttling.User"));
    }

    @Test
    void strikesWithTheFaultsItWasGiven() {
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        simulator.faults(
                List.of(new Fault("aws", "RunInstances", "us-east-1", 2, "InsufficientInstanceCapacity", null, null)));
        Ec2IntegrationTests.assertCode(
                () -> ec2.runInstances(run("m5.large", "a")), "InsufficientInstanceCapacity", 500);
        Ec2IntegrationTests.assertCode(
                () -> ec2.runInstances(run("m5.large", "a")), "InsufficientInstanceCapacity", 500);
        assertThat(ec2.runInstances(run("m5.large", "a")).instances()).hasSize(1);
    }

    @Test
    void anAnswerThatGotLostIsFoundAgainByItsClientToken() {
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        simulator.faults(List.of(new Fault("aws", "RunInstances", null, 1, null, null, Fault.TIMEOUT_AFTER_SUCCESS)));
        assertThatThrownBy(() -> ec2.runInstances(run("m5.large", "lost"))).isInstanceOf(SdkClientException.class);
        Instance found = ec2.describeInstances(
                        d -> d.filters(f -> f.name("client-token").values("lost")))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
        assertThat(ec2.runInstances(run("m5.large", "lost")).instances())
                .singleElement()
                .satisfies(i -> assertThat(i.instanceId()).isEqualTo(found.instanceId()));
    }

    @Test
    void keepsInstancesTokensAndTimeOverARestart() {
        Instance before = new Clients(simulator)
                .ec2("us-east-1")
                .runInstances(run("m5.large", "before"))
                .instances()
                .getFirst();
        simulator.clock().advance(Duration.ofDays(2));
        Instant seen = simulator.clock().instant();
        simulator.stop();

        simulator = SimulatorServer.start(config);
        assertThat(simulator.clock().instant()).isAfterOrEqualTo(seen);
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        Instance after = ec2.describeInstances(d -> d.instanceIds(before.instanceId()))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
        assertThat(after.state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(after.launchTime()).isEqualTo(before.launchTime());
        assertThat(ec2.runInstances(run("m5.large", "before"))
                        .instances()
                        .getFirst()
                        .instanceId())
                .isEqualTo(before.instanceId());
        assertThat(ec2.runInstances(run("m5.large", "other"))
                        .instances()
                        .getFirst()
                        .instanceId())
                .isNotEqualTo(before.instanceId());
    }

    @Test
    void refusesToShareItsStateWithAnotherSimulator() {
        assertThatThrownBy(() -> SimulatorServer.start(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another simulator");
    }

    @Test
    void saysWhichPortIsTaken(@TempDir Path other) {
        var taken = new SimulatorConfig(
                "127.0.0.1", simulator.awsPort(), 0, other, config.credentials(), 1, 42, 1, Clock.systemUTC());
        assertThatThrownBy(() -> SimulatorServer.start(taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(simulator.awsPort()));
    }

    @Test
    void endsABatchAtItsTimeUnderAFastClock() {
        simulator.clock().speed(3_600);
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        String userData = Base64.getEncoder()
                .encodeToString("export SWEN_ESTIMATED_DURATION=PT20M".getBytes(StandardCharsets.UTF_8));
        Instance started = ec2.runInstances(run("m5.large", "fast").toBuilder()
                        .userData(userData)
                        .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                        .build())
                .instances()
                .getFirst();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ec2.describeInstances(d -> d.instanceIds(started.instanceId()))
                                .reservations()
                                .getFirst()
                                .instances()
                                .getFirst()
                                .state()
                                .name()
                        == InstanceStateName.TERMINATED);
    }

    @Test
    void twoSimulatorsWithOneSeedTellTheSamePrices(@TempDir Path second, @TempDir Path third) {
        Instant start = simulator.clock().instant().minus(Duration.ofDays(10));
        List<SpotPrice> here = history(simulator, start);
        try (SimulatorServer same = SimulatorServer.start(SimulatorConfig.forTests(second));
                SimulatorServer different =
                        SimulatorServer.start(SimulatorConfig.forTests(third).withSeed(43))) {
            assertThat(history(same, start)).isEqualTo(here).isNotEmpty();
            assertThat(history(different, start)).isNotEqualTo(here);
        }
    }

    @Test
    void refusesRequestsSignedAtAnotherTime(@TempDir Path other) throws ClientException {
        Clock late = Clock.fixed(Instant.now().plus(Duration.ofMinutes(20)), ZoneOffset.UTC);
        var skewed = new SimulatorConfig("127.0.0.1", 0, 0, other, config.credentials(), 1, 42, 1, late);
        try (SimulatorServer server = SimulatorServer.start(skewed)) {
            Clients clients = new Clients(server);
            Ec2IntegrationTests.assertCode(() -> clients.ec2("us-east-1").describeRegions(), "RequestExpired", 400);
            assertThatThrownBy(() -> clients.alibaba("cn-hangzhou").call(new DescribeRegionsRequest()))
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.getErrCode()).isEqualTo("InvalidTimeStamp.Expired"));
        }
    }

    @Test
    void refusesUnsignedRequestsInTheFormatOfEachService() throws Exception {
        HttpResponse<String> ec2 = get(simulator.awsEndpoint(), "/?Action=DescribeRegions&Version=2016-11-15");
        assertThat(ec2.statusCode()).isEqualTo(403);
        assertThat(ec2.body()).contains("<Errors><Error><Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> cloudWatch = get(simulator.awsEndpoint(), "/?Action=GetMetricData&Version=2010-08-01");
        assertThat(cloudWatch.body()).contains("<Type>Sender</Type><Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> ecs =
                get(simulator.alibabaEndpoint(), "/?Action=DescribeRegions&Version=2014-05-26&Format=JSON");
        assertThat(ecs.statusCode()).isEqualTo(400);
        JsonNode error = JsonMapper.shared().readTree(ecs.body());
        assertThat(error.path("Code").asString()).isEqualTo("MissingAccessKeyId");
        assertThat(error.path("RequestId").asString()).isNotEmpty();
    }

    @Test
    void tellsAndSetsItsClock() throws Exception {
        JsonNode clock = json(get(simulator.alibabaEndpoint(), "/simulator/clock"));
        assertThat(clock.path("speed").asDouble()).isEqualTo(1);
        Instant before = Instant.parse(clock.path("time").asString());
        JsonNode set = json(put("/simulator/clock", "{\"speed\":60,\"advance\":\"PT1H\"}"));
        assertThat(set.path("speed").asDouble()).isEqualTo(60);
        assertThat(Instant.parse(set.path("time").asString())).isAfter(before.plus(Duration.ofHours(1)));
        assertThat(simulator.clock().speed()).isEqualTo(60);
        for (String wrong : List.of(
                "{\"speed\":-1}", "{\"speed\":\"fast\"}", "{\"sped\":2}", "[]", "{", "{\"advance\":\"-PT1H\"}")) {
            HttpResponse<String> refused = put("/simulator/clock", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(json(refused).path("detail").asString()).isNotEmpty();
        }
        assertThat(simulator.clock().speed()).isEqualTo(60);
    }

    @Test
    void takesFaultsAndListsThem() throws Exception {
        HttpResponse<String> taken = put(
                "/simulator/faults",
                "[{\"cloud\":\"alibaba\",\"action\":\"DescribeRegions\",\"times\":1,\"error\":\"ServiceUnavailable\"},"
                        + "{\"action\":\"RunInstances\",\"effect\":\"timeout_after_success\",\"delay_ms\":10}]");
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(json(get(simulator.awsEndpoint(), "/simulator/faults"))).hasSize(2);
        assertThatThrownBy(() -> new Clients(simulator).alibaba("cn-hangzhou").call(new DescribeRegionsRequest()))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.getErrCode()).isEqualTo("ServiceUnavailable"));
        assertThat(json(get(simulator.awsEndpoint(), "/simulator/faults"))).hasSize(1);
        assertThat(put("/simulator/faults", "[{\"cloud\":\"azure\",\"error\":\"X\"}]")
                        .statusCode())
                .isEqualTo(400);
        assertThat(put("/simulator/faults", "[{\"error\":\"X\",\"unknown\":1}]").statusCode())
                .isEqualTo(400);
        assertThat(json(get(simulator.awsEndpoint(), "/simulator/faults"))).hasSize(1);
    }

    @Test
    void listsTheInstancesOfBothClouds() throws Exception {
        new Clients(simulator).ec2("us-east-1").runInstances(run("m5.large", "seen"));
        JsonNode items =
                json(get(simulator.awsEndpoint(), "/simulator/instances")).path("items");
        assertThat(items).singleElement().satisfies(i -> {
            assertThat(i.path("provider").asString()).isEqualTo("aws");
            assertThat(i.path("region").asString()).isEqualTo("aws:us-east-1");
            assertThat(i.path("state").asString()).isEqualTo("pending");
            assertThat(i.path("client_token").asString()).isEqualTo("seen");
        });
        assertThat(get(simulator.awsEndpoint(), "/simulator/health").statusCode())
                .isEqualTo(200);
        assertThat(get(simulator.awsEndpoint(), "/simulator/nothing").statusCode())
                .isEqualTo(404);
    }

    @Test
    void saysThatAPoolHasNoMoreWhileItIsDry() throws Exception {
        String crowd = "{\"name\":\"crowd-a\",\"provider\":\"aws\",\"region\":\"us-east-1\","
                + "\"zone\":\"use1-az1\",\"instance_type\":\"m5.large\",\"count\":2}";
        assertThat(post("/simulator/instances", crowd).statusCode()).isEqualTo(200);
        JsonNode taken = json(post("/simulator/interruptions", "{\"name\":\"crowd-a\",\"dry\":\"PT1H\"}"));
        assertThat(taken.path("instances").asInt()).isEqualTo(2);

        HttpResponse<String> refused = post("/simulator/instances", crowd);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).path("detail").asString()).contains("no spot capacity for m5.large");
    }

    @Test
    void refusesBodiesBeyondItsLimit() throws Exception {
        assertThat(put("/simulator/faults", "x".repeat(2 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void answersGarbageWithoutFailing() throws IOException {
        try (var socket = new Socket("127.0.0.1", simulator.awsPort())) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains(" 400 ");
        }
    }

    @Test
    void tellsTheCurrentPricesOfARegionQuickly() {
        Ec2Client ec2 = new Clients(simulator).ec2("us-east-1");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            Instant now = simulator.clock().instant();
            long from = System.nanoTime();
            assertThat(ec2.describeSpotPriceHistory(r -> r.startTime(now)).spotPriceHistory())
                    .hasSize(1_000);
            best = Math.min(best, (System.nanoTime() - from) / 1_000_000);
        }
        // With the client's own parsing, and on a busy machine.
        assertThat(best).isLessThan(150);
    }

    @Test
    void gathersAllProblemsOfItsEnvironment() {
        assertThatThrownBy(() -> SimulatorConfig.fromEnvironment(Map.of(
                        "SWEN_SIMULATOR_SPEED", "fast",
                        "SWEN_SIMULATOR_SEED", "x",
                        "SWEN_SIMULATOR_CREDENTIALS_FILE",
                                directory.resolve("none.json").toString())))
                .hasMessageContaining("SWEN_SIMULATOR_SPEED")
                .hasMessageContaining("SWEN_SIMULATOR_SEED")
                .hasMessageContaining("none.json");
        SimulatorConfig shifted = SimulatorConfig.fromEnvironment(Map.of("SWEN_PORT_BASE", "9000"));
        assertThat(shifted.awsPort()).isEqualTo(9_010);
        assertThat(shifted.alibabaPort()).isEqualTo(9_011);
        assertThat(shifted.bind()).isEqualTo("127.0.0.1");
    }

    private static List<SpotPrice> history(SimulatorServer simulator, Instant start) {
        return new Clients(simulator)
                .ec2("us-east-1")
                .describeSpotPriceHistory(r -> r.startTime(start)
                        .endTime(start.plus(Duration.ofDays(9)))
                        .instanceTypesWithStrings("m5.large", "c5.large"))
                .spotPriceHistory();
    }

    private static RunInstancesRequest run(String type, String token) {
        return RunInstancesRequest.builder()
                .imageId(IMAGE)
                .instanceType(type)
                .minCount(1)
                .maxCount(1)
                .clientToken(token)
                .build();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(simulator.awsEndpoint().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(simulator.awsEndpoint().resolve(path))
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(URI endpoint, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
