package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.MarketType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many spot instances that are taken back at one moment, with what there is of capacity afterwards. */
class InterruptionBurstTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final SimulatorServer simulator;

    InterruptionBurstTests(@TempDir Path directory) {
        simulator = SimulatorServer.start(
                SimulatorConfig.forTests(directory).withSpeed(0.001).withThrottleFactor(0));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void takesAllInstancesOfANameBackAtOnceAndLeavesTheirPoolDryAndOthersNot() throws Exception {
        assertThat(crowd("crowd-a", "use1-az1", 700).path("instances").asInt()).isEqualTo(700);
        assertThat(crowd("crowd-b", "use1-az2", 5).path("instances").asInt()).isEqualTo(5);
        simulator.clock().advance(Duration.ofMinutes(2));

        assertThat(ok("/interruptions", "{\"name\":\"crowd-a\",\"dry\":\"PT1H\"}")
                        .path("instances")
                        .asInt())
                .isEqualTo(700);

        JsonNode all = JSON.readTree(send("GET", "/instances", "").body()).path("items");
        assertThat(all.valueStream()
                        .filter(instance ->
                                instance.path("interruption_noticed_until").isString()))
                .hasSize(700)
                .allMatch(instance -> instance.path("zone").asString().equals("aws:use1-az1"));
        try (Ec2Client ec2 = new Clients(simulator).ec2("us-east-1")) {
            assertThatThrownBy(() -> launch(ec2, "us-east-1a", true))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InsufficientInstanceCapacity"));
            launch(ec2, "us-east-1b", true);
            launch(ec2, "us-east-1a", false);
            simulator.clock().advance(Duration.ofMinutes(61));
            launch(ec2, "us-east-1a", true);
        }
        assertThat(ok("/instances/end", "{\"name\":\"crowd-b\"}")
                        .path("instances")
                        .asInt())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/interruptions|{\"dry\":\"PT1H\"}|name or team",
                "/interruptions|{\"name\":\"crowd-a\",\"dry\":\"an hour\"}|dry must be",
                "/instances|{\"name\":\"me\",\"count\":1}|name is me",
                "/instances|{\"name\":\"crowd-a\",\"count\":5000}|count is 5000",
                "/instances|{\"name\":\"crowd-a\",\"provider\":\"aws\",\"region\":\"mars\",\"zone\":\"z\",\"instance_type\":\"t\",\"count\":1}|is not sold",
                "/instances/end|{}|name is null"
            })
    void refusesWhatItDoesNotUnderstand(String path, String body, String told) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(told);
    }

    private JsonNode crowd(String name, String zone, int count) throws Exception {
        return ok(
                "/instances",
                "{\"name\":\"" + name + "\",\"provider\":\"aws\",\"region\":\"us-east-1\",\"zone\":\"" + zone
                        + "\",\"instance_type\":\"m7i.large\",\"count\":" + count + "}");
    }

    private static void launch(Ec2Client ec2, String zone, boolean spot) {
        assertThat(ec2.runInstances(request -> {
                            request.imageId("ami-12345678")
                                    .instanceType("m7i.large")
                                    .minCount(1)
                                    .maxCount(1)
                                    .placement(placement -> placement.availabilityZone(zone));
                            if (spot) {
                                request.instanceMarketOptions(options -> options.marketType(MarketType.SPOT));
                            }
                        })
                        .instances())
                .hasSize(1);
    }

    private JsonNode ok(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        URI address = simulator.awsEndpoint().resolve("/simulator" + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
