package io.swen.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import io.swen.cli.console.Json;
import io.swen.cli.database.Databases;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SwenHomeTests {
    @TempDir
    Path folder;

    @Test
    void nobodyElseMayReadTheFolderOrAnySecretInIt() throws IOException {
        SwenHome home = home();
        home.create();
        new Secrets(home).provide();
        assertThat(permissions(home.root())).isEqualTo("rwx------");
        try (Stream<Path> all = Files.walk(home.root())) {
            assertThat(all.toList())
                    .allSatisfy(path -> assertThat(permissions(path))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void secretsAreMadeOnceAndDiffer() throws IOException {
        SwenHome home = home();
        home.create();
        Secrets secrets = new Secrets(home);
        secrets.provide();
        Map<String, Databases.Passwords> first = secrets.databasePasswords();
        String accounts = Files.readString(home.credentials());
        secrets.provide();
        assertThat(secrets.databasePasswords()).isEqualTo(first);
        assertThat(first.values().stream().flatMap(each -> Stream.of(each.own(), each.audit())))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.length() == 43);
        assertThat(home.credentials()).hasContent(accounts);
        assertThat(Json.parse(accounts).path("users").valueStream().map(user -> Json.text(user, "username")))
                .containsExactly("admin", "operator", "approver1", "approver2");
    }

    @Test
    void everyAccountHasAnAuthenticatorAndOnesOfAnEarlierVersionGetOne() throws IOException {
        SwenHome home = home();
        home.create();
        new Secrets(home).provide();
        ObjectNode accounts = Json.bind(Json.parse(Files.readString(home.credentials())), ObjectNode.class);
        assertThat(totpSecrets(accounts))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allMatch(secret -> secret.matches("[A-Z2-7]{32}"));
        String kept = Json.text(accounts.path("users").path(0), "totp_secret");
        accounts.path("users").forEach(user -> {
            if (Json.text(user, "username", "").startsWith("approver")) {
                ((ObjectNode) user).remove("totp_secret");
            }
        });
        SwenHome.write(home.credentials(), Json.pretty(accounts));

        new Secrets(home).provide();

        JsonNode after = Json.parse(Files.readString(home.credentials()));
        assertThat(totpSecrets(after)).hasSize(4).doesNotHaveDuplicates().allMatch(secret -> secret.length() == 32);
        assertThat(Json.text(after.path("users").path(0), "totp_secret")).isEqualTo(kept);
    }

    private static List<String> totpSecrets(JsonNode accounts) {
        return accounts.path("users")
                .valueStream()
                .map(user -> Json.text(user, "totp_secret", ""))
                .toList();
    }

    @Test
    void cleaningDeletesDataAndKeepsWhatOnlyMakesStartsFaster() throws IOException {
        SwenHome home = home();
        home.create();
        new Secrets(home).provide();
        Files.createDirectories(home.postgres());
        SwenHome.write(home.tokens().resolve("operator.json"), "{}");
        SwenHome.write(home.caches().resolve("routing.aot"), "x");
        home.wipe();
        assertThat(home.credentials()).doesNotExist();
        assertThat(home.postgres()).doesNotExist();
        assertThat(home.tokens()).isEmptyDirectory();
        assertThat(home.secrets()).isEmptyDirectory();
        assertThat(home.caches().resolve("routing.aot")).exists();
    }

    @Test
    void anOpenFolderIsRefusedWithTheRemedy() throws IOException {
        SwenHome home = home();
        home.create();
        Files.setPosixFilePermissions(home.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Check check = Machine.home(home);
        assertThat(check.isFailure()).isTrue();
        assertThat(check.remedy()).contains("chmod 700");
    }

    @Test
    void aTakenPortIsNamedWithItsOwnerAndTheRemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            PortPlan ports = new PortPlan(Math.clamp(taken.getLocalPort(), 1024, 65_000));
            assertThatExceptionOfType(CliException.class)
                    .isThrownBy(() -> Check.require(Machine.ports(ports)))
                    .satisfies(refusal -> assertThat(refusal.report())
                            .contains("port " + ports.base(), "gateway", "SWEN_PORT_BASE="));
        }
    }

    @Test
    void stateIsReadAsItWasWrittenAndAnUnreadableOneCountsAsNone() throws IOException {
        SwenHome home = home();
        home.create();
        Snapshot snapshot = new Snapshot(
                Snapshot.Phase.READY,
                null,
                ProcessIdentity.ofThisProcess(),
                18080,
                60,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:20Z"),
                List.of(new Snapshot.Milestone("secrets", 1, 20)),
                List.of(new Snapshot.Event(Instant.parse("2026-01-01T00:01:00Z"), "routing died")),
                List.of(new ProcessStatus(
                        "routing",
                        18082,
                        ProcessState.READY,
                        ProcessIdentity.ofThisProcess(),
                        Instant.parse("2026-01-01T00:00:05Z"),
                        null,
                        2,
                        137,
                        "TERM",
                        1)));
        snapshot.write(home.state());
        assertThat(Snapshot.read(home.state())).hasValue(snapshot);
        assertThat(snapshot.supervised()).isTrue();
        Files.writeString(home.state(), "{\"phase\":");
        assertThat(Snapshot.read(home.state())).isEmpty();
    }

    @Test
    void onlyOneMayHoldTheLock() throws IOException {
        SwenHome home = home();
        home.create();
        try (StackLock held = StackLock.tryAcquire(home).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(StackLock.tryAcquire(home)).isEmpty();
        }
        try (StackLock again = StackLock.tryAcquire(home).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void childrenSeeOnlyWhatTheyAreTold() throws IOException {
        SwenHome home = home();
        home.create();
        Secrets secrets = new Secrets(home);
        secrets.provide();
        Map<String, String> caller = new HashMap<>();
        caller.put("PATH", "/bin");
        caller.put("MY_PRIVATE_TOKEN", "x");
        caller.put("JAVA_TOOL_OPTIONS", "-Dx");
        caller.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318");
        Environments environments = new Environments(
                home, new PortPlan(18080), secrets, io.swen.cli.project.JavaInstallation.current(), 60, caller);

        Map<String, String> gitops = environments.of(Service.GITOPS);
        assertThat(gitops)
                .doesNotContainKeys("MY_PRIVATE_TOKEN", "JAVA_TOOL_OPTIONS")
                .containsEntry("SERVER_PORT", "18083")
                .containsEntry("SWEN_PUBLIC_URL", "http://localhost:18080")
                .containsEntry("SWEN_ROUTING_URL", "http://localhost:18082")
                .containsEntry("SWEN_DATABASE_URL", "jdbc:postgresql://localhost:18432")
                .containsEntry("SWEN_AWS_ENDPOINT", "http://localhost:18090")
                .containsEntry("SWEN_ALIBABA_ENDPOINT", "http://localhost:18091")
                .containsEntry("SWEN_CLOCK_URL", "http://localhost:18090/simulator/clock")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
                .containsKeys("AWS_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE", "SWEN_GIT_DIR")
                // What stands in an environment can be read from outside; keys stand in private files.
                .doesNotContainKeys("AWS_SECRET_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
        assertThat(environments.of(Service.ROUTING)).doesNotContainKeys("AWS_SHARED_CREDENTIALS_FILE", "SWEN_GIT_DIR");
        assertThat(environments.of(Service.SIMULATOR)).containsEntry("SWEN_SIMULATOR_ALIBABA_PORT", "18091");
    }

    @Test
    void realCloudsGetTheCallersOwnCredentialsAndNoSimulator() throws IOException {
        SwenHome home = home();
        home.create();
        Secrets secrets = new Secrets(home);
        secrets.provide();
        Map<String, String> caller = Map.of("SWEN_CLOUDS_SIMULATED", "false", "AWS_PROFILE", "mine");
        Environments environments = new Environments(
                home, new PortPlan(18080), secrets, io.swen.cli.project.JavaInstallation.current(), 1, caller);
        assertThat(environments.cloudsSimulated()).isFalse();
        assertThat(environments.of(Service.TELEMETRY))
                .containsEntry("AWS_PROFILE", "mine")
                .containsEntry("SWEN_CLOUDS_SIMULATED", "false")
                .doesNotContainKeys("SWEN_AWS_ENDPOINT", "SWEN_CLOCK_URL", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void kafkaIsForTheServicesAndNotForTheSimulatorOrATrainingRun() throws IOException {
        SwenHome home = home();
        home.create();
        Secrets secrets = new Secrets(home);
        secrets.provide();
        Map<String, String> caller =
                Map.of("SWEN_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "SPRING_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        Environments environments = new Environments(
                home, new PortPlan(18080), secrets, io.swen.cli.project.JavaInstallation.current(), 1, caller);

        assertThat(environments.of(Service.ROUTING)).containsAllEntriesOf(caller);
        assertThat(environments.of(Service.SIMULATOR)).doesNotContainKeys("SWEN_KAFKA_BOOTSTRAP_SERVERS");
        assertThat(environments.training(Service.ROUTING, folder, 1, 2))
                .doesNotContainKeys("SWEN_KAFKA_BOOTSTRAP_SERVERS", "SPRING_KAFKA_SECURITY_PROTOCOL");
    }

    private SwenHome home() {
        return new SwenHome(folder.resolve("home"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
