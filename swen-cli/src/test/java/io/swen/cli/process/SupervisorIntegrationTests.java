package io.swen.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIntegrationTests {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor = new Supervisor(Clock.systemUTC(), (status, event) -> {
        if (event != null) {
            events.add(event);
        }
    });

    @AfterEach
    void stop() throws InterruptedException {
        supervisor.stop();
    }

    @Test
    void restartsAProcessThatWasKilledAndSaysSo() throws Exception {
        supervisor.start(fake("alpha", 0, "graceful"));
        assertThat(supervisor.awaitReady(LIMIT)).isNull();
        ProcessIdentity first = identity("alpha");

        ProcessIdentity.signal(first.pid(), "KILL");

        await().atMost(LIMIT)
                .until(() -> status("alpha").restarts() == 1 && status("alpha").state() == ProcessState.READY);
        assertThat(identity("alpha").pid()).isNotEqualTo(first.pid());
        assertThat(first.alive()).isEmpty();
        assertThat(events)
                .singleElement()
                .asString()
                .contains("alpha was ended by signal 9")
                .contains("500 ms");
    }

    @Test
    void stopsInTheOrderOfRanksAndLeavesNoChild() throws Exception {
        supervisor.start(fake("store", 2, "graceful"));
        supervisor.start(fake("front", 0, "graceful"));
        supervisor.start(fake("middle", 1, "graceful"));
        assertThat(supervisor.awaitReady(LIMIT)).isNull();
        List<ProcessIdentity> children = List.of(identity("store"), identity("front"), identity("middle"));

        supervisor.stop();

        assertThat(Files.readAllLines(folder.resolve("journal"))).containsExactly("front", "middle", "store");
        assertThat(children).allSatisfy(child -> assertThat(child.alive()).isEmpty());
        assertThat(supervisor.statuses()).extracting(ProcessStatus::state).containsOnly(ProcessState.STOPPED);
    }

    @Test
    void killsAProcessThatDoesNotEndInTime() throws Exception {
        supervisor.start(fake("deaf", 0, "stubborn"));
        assertThat(supervisor.awaitReady(LIMIT)).isNull();
        ProcessIdentity child = identity("deaf");

        supervisor.stop();

        assertThat(child.alive()).isEmpty();
        assertThat(events).singleElement().asString().contains("deaf did not end within 2 s and is killed");
    }

    @Test
    void givesUpAloudAfterTheLastQuickFailure() throws Exception {
        ProcessSpec broken = spec("broken", 0, () -> List.of("false"), freePort());
        supervisor.start(broken, new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(60), 3));

        await().atMost(LIMIT).until(() -> status("broken").state() == ProcessState.FAILED);

        // The state is set before it is told.
        await().atMost(LIMIT).untilAsserted(() -> assertThat(events).hasSize(3));
        assertThat(events.getLast())
                .contains("broken ended with exit code 1")
                .contains("given up after 3 quick failures");
        assertThat(supervisor.awaitReady(LIMIT))
                .satisfies(failed -> assertThat(failed.name()).isEqualTo("broken"));
    }

    @Test
    void aCommandThatCannotBeStartedIsAFailureLikeAnyOther() throws Exception {
        ProcessSpec missing =
                spec("missing", 0, () -> List.of(folder.resolve("nothing-here").toString()), freePort());
        supervisor.start(missing, new Backoff(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(60), 1));
        await().atMost(LIMIT).until(() -> status("missing").state() == ProcessState.FAILED);
        assertThat(events).singleElement().asString().contains("missing");
    }

    @Test
    void aPreparationThatFailsIsReportedWithItsRemedyAndNotSwallowed() throws Exception {
        ProcessSpec unprepared = spec(
                "unprepared",
                0,
                () -> {
                    throw new CliException(ExitCode.FAILED, "no space left", "free some");
                },
                freePort());
        supervisor.start(
                unprepared, new Backoff(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(60), 2));
        await().atMost(LIMIT).until(() -> status("unprepared").state() == ProcessState.FAILED);
        assertThat(events).hasSize(2).allSatisfy(event -> assertThat(event).contains("no space left", "free some"));
    }

    @Test
    void startsNothingOnceStopped() throws Exception {
        supervisor.stop();
        supervisor.start(fake("late", 0, "graceful"));
        assertThat(supervisor.statuses()).isEmpty();
    }

    @Test
    void givesTheChildNothingOfItsOwnEnvironment() throws Exception {
        Path seen = folder.resolve("environment");
        supervisor.start(spec("env", 0, () -> List.of("sh", "-c", "env > " + seen + "; sleep 30"), freePort()));
        await().atMost(LIMIT)
                .until(() -> Files.exists(seen) && Files.readString(seen).contains("ONLY=this"));
        assertThat(Files.readString(seen)).doesNotContain("HOME=");
    }

    @Test
    void aPidThatWasGivenToAnotherProcessIsNotTakenForTheOneMeant() {
        ProcessIdentity self = ProcessIdentity.ofThisProcess();
        assertThat(self.alive()).isPresent();
        assertThat(new ProcessIdentity(self.pid(), self.startedAt().minusSeconds(60)).alive())
                .isEmpty();
    }

    private ProcessSpec fake(String name, int rank, String ending) throws IOException {
        int port = freePort();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                FakeService.class.getName(),
                name,
                Integer.toString(port),
                folder.resolve("journal").toString(),
                ending);
        return spec(name, rank, () -> command, port);
    }

    private ProcessSpec spec(String name, int rank, ProcessSpec.Launch launch, int port) {
        return new ProcessSpec(
                name,
                launch,
                Map.of("ONLY", "this", "PATH", System.getenv("PATH")),
                folder,
                folder.resolve(name + ".log"),
                port,
                ProcessSpec.Readiness.http(URI.create("http://127.0.0.1:" + port + "/ready")),
                "TERM",
                rank,
                Duration.ofSeconds(2));
    }

    private ProcessStatus status(String name) {
        return supervisor.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ProcessIdentity identity(String name) {
        return Objects.requireNonNull(status(name).identity());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
