package io.swen.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestIssuer;
import io.swen.simulator.SimulatorConfig;
import io.swen.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service with both simulated clouds behind the real SDKs; three regions are asked, often, at 60 times wall speed. */
@SwenIntegrationTest
public abstract class TelemetryTest {

    public static final String AWS_REGION = "aws:us-east-1";
    public static final String ALIBABA_REGION = "alibaba:cn-hangzhou";
    /** The queue that the simulator puts EC2's events into. */
    public static final String NOTICE_QUEUE = "arn:aws:sqs:us-east-1:210987654321:swen-notices";
    /** Nothing but what runs there is asked of it. */
    public static final String SECOND_AWS_REGION = "aws:us-west-2";

    protected static final Duration PATIENCE = Duration.ofSeconds(60);
    protected static final SimulatorServer SIMULATOR = start();

    @LocalServerPort
    private int port;

    @Autowired
    protected JdbcTemplate jdbc;

    protected final JsonMapper json = new JsonMapper();

    private static SimulatorServer start() {
        try {
            SimulatorServer simulator =
                    SimulatorServer.start(SimulatorConfig.forTests(Files.createTempDirectory("swen-telemetry-test"))
                            .withSpeed(60)
                            .withThrottleFactor(0));
            // The SDKs find credentials by their own provider chains; in a test these are system properties.
            var aws = simulator.credentials().aws().getFirst();
            System.setProperty("aws.accessKeyId", aws.accessKeyId());
            System.setProperty("aws.secretAccessKey", aws.secretAccessKey());
            var alibaba = simulator.credentials().alibaba().getFirst();
            System.setProperty("alibabacloud.accessKeyId", alibaba.accessKeyId());
            System.setProperty("alibabacloud.accessKeySecret", alibaba.accessKeySecret());
            System.setProperty("alibabacloud.accessKeyIdSecret", alibaba.accessKeySecret());
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void clouds(DynamicPropertyRegistry properties) {
        properties.add("swen.clock-url", () -> SIMULATOR.clockUrl().toString());
        properties.add(
                "swen.telemetry.cloud.aws-endpoint",
                () -> SIMULATOR.awsEndpoint().toString());
        properties.add(
                "swen.telemetry.cloud.alibaba-endpoint",
                () -> SIMULATOR.alibabaEndpoint().toString());
        properties.add("swen.telemetry.cloud.simulated", () -> "true");
        properties.add("swen.telemetry.cloud.calls-per-second", () -> "200");
        properties.add("swen.telemetry.cloud.unavailable-after", () -> "PT1S");
        properties.add("swen.telemetry.collection.regions", () -> AWS_REGION + "," + ALIBABA_REGION);
        properties.add("swen.telemetry.collection.aws-spot-round", () -> "PT2S");
        properties.add("swen.telemetry.collection.alibaba-spot-calls-per-second", () -> "20");
        properties.add("swen.telemetry.catalog.epoch-interval", () -> "PT1S");
        properties.add(
                "swen.telemetry.metrics.regions", () -> AWS_REGION + "," + SECOND_AWS_REGION + "," + ALIBABA_REGION);
        properties.add("swen.telemetry.metrics.stale-after", () -> "PT10S");
        properties.add("swen.telemetry.alerts.simulated-interval", () -> "PT0.5S");
        properties.add("swen.telemetry.alertmanager.remind-after", () -> "PT2S");
        TestReceivers.configure(properties);
        properties.add("swen.telemetry.metrics.simulated-interval", () -> "PT0.5S");
        properties.add("swen.telemetry.inventory.regions", () -> AWS_REGION + "," + ALIBABA_REGION);
        properties.add("swen.telemetry.inventory.interval", () -> "PT2S");
        properties.add("swen.telemetry.inventory.measure-interval", () -> "PT3S");
        properties.add("swen.telemetry.cloud.aws-notice-queues", () -> NOTICE_QUEUE);
        properties.add("swen.telemetry.cloud.api-budget-usd", () -> "1000");
        properties.add("swen.telemetry.collection.notice-interval", () -> "PT0.5S");
        properties.add("swen.telemetry.export.folder", () -> "target/export");
        properties.add("swen.telemetry.export.scheduled", () -> "false");
    }

    @BeforeEach
    void waitForTheCatalog() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> get("/api/v1/price-epochs/current").getStatusCode().value() == 200);
    }

    protected static String viewer() {
        return TestIssuer.token("viewer", Role.VIEWER);
    }

    protected ResponseEntity<String> get(String path) {
        return get(path, viewer());
    }

    protected ResponseEntity<String> get(String path, @Nullable String token, String... headers) {
        return client().get()
                .uri(address(path))
                .headers(all -> {
                    if (token != null) {
                        all.setBearerAuth(token);
                    }
                    all.set(HttpHeaders.ACCEPT, "*/*");
                    for (int i = 0; i < headers.length; i += 2) {
                        all.set(headers[i], headers[i + 1]);
                    }
                })
                .retrieve()
                .toEntity(String.class);
    }

    protected URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    protected RestClient client() {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
    }

    /** The data of all events of a type about a subject, oldest first. */
    protected List<String> events(String type, String subject) {
        return jdbc.query(
                "select data::text from event_log where type = 'io.swen.' || ? and subject like ? order by seq",
                (row, index) -> String.valueOf(row.getString(1)),
                type,
                subject);
    }

    protected JsonNode ok(String path) {
        return ok(path, viewer());
    }

    protected JsonNode ok(String path, String token) {
        ResponseEntity<String> answer = get(path, token);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return json.readTree(String.valueOf(answer.getBody()));
    }

    protected JsonNode problem(ResponseEntity<String> answer, int status, String code) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        assertThat(String.valueOf(answer.getHeaders().getContentType())).startsWith("application/problem+json");
        JsonNode problem = json.readTree(String.valueOf(answer.getBody()));
        assertThat(problem.at("/code").asString()).isEqualTo(code);
        return problem;
    }
}
