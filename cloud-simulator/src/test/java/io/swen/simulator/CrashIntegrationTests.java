package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import tools.jackson.databind.json.JsonMapper;

/** The simulator as a process of its own, killed while it works. */
class CrashIntegrationTests {

    private static final Pattern PORTS =
            Pattern.compile("AWS http://127\\.0\\.0\\.1:(\\d+), Alibaba Cloud http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    @Test
    void losesNothingThatItAnsweredWhenItIsKilled() throws Exception {
        SimulatorCredentials credentials = SimulatorCredentials.random();
        Path keys = directory.resolve("keys.json");
        Files.writeString(keys, JsonMapper.shared().writeValueAsString(credentials));
        Path log = directory.resolve("log");
        Process process = launch(keys, log);
        var answered = new ArrayList<String>();
        Instant seen;
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> ports(log).find());
            Matcher ports = ports(log);
            assertThat(ports.find()).isTrue();
            try (Ec2Client ec2 =
                    new Clients(URI.create("http://127.0.0.1:" + ports.group(1)), credentials).ec2("us-east-1")) {
                for (int i = 0; i < 4; i++) {
                    ec2.runInstances(r -> r.imageId("ami-0123456789abcdef0")
                                    .instanceType("m5.large")
                                    .minCount(25)
                                    .maxCount(25))
                            .instances()
                            .forEach(instance -> answered.add(instance.instanceId()));
                }
                seen = ec2.describeInstances()
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst()
                        .launchTime();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        var again = new SimulatorConfig(
                "127.0.0.1", 0, 0, directory.resolve("state"), credentials, 1, 42, 1, Clock.systemUTC());
        try (SimulatorServer simulator = SimulatorServer.start(again)) {
            assertThat(simulator.clock().instant()).isAfter(seen);
            assertThat(new Clients(simulator)
                            .ec2("us-east-1").describeInstances().reservations().stream()
                                    .flatMap(r -> r.instances().stream())
                                    .map(Instance::instanceId))
                    .containsExactlyInAnyOrderElementsOf(answered)
                    .hasSize(100);
        }
    }

    private Process launch(Path keys, Path log) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CloudSimulator.class.getName());
        builder.environment()
                .put("SWEN_SIMULATOR_DIR", directory.resolve("state").toString());
        builder.environment().put("SWEN_SIMULATOR_CREDENTIALS_FILE", keys.toString());
        builder.environment().put("SWEN_SIMULATOR_AWS_PORT", "0");
        builder.environment().put("SWEN_SIMULATOR_ALIBABA_PORT", "0");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static Matcher ports(Path log) throws IOException {
        return PORTS.matcher(Files.readString(log));
    }
}
