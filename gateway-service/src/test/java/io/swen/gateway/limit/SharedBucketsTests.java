package io.swen.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.gateway.metric.GatewayMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Redis or Valkey, from the PATH or where SWEN_TEST_REDIS says; without one this is skipped. */
class SharedBucketsTests {

    private static final String PASSWORD = "of-this-test-only";
    private static final Quota TEN = Quota.of("10/1h");

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private int port;
    private @Nullable Process server;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "no valkey-server or redis-server on the PATH or in SWEN_TEST_REDIS");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = launch(program.get());
    }

    private Process launch(Path program) throws IOException {
        Process started = new ProcessBuilder(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--requirepass",
                        PASSWORD,
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        await().until(this::listens);
        return started;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly();
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aQuotaHoldsForAllGatewaysTogether() {
        try (SharedBuckets one = store(PASSWORD);
                SharedBuckets other = store(PASSWORD)) {
            Meter here = new Meter("user", TEN, 100, one);
            Meter there = new Meter("user", TEN, 100, other);

            assertThat(here.take("ada", 6).remaining()).isEqualTo(4);
            assertThat(there.take("ada", 4).remaining()).isZero();
            Meter.Reading refused = here.take("ada", 1);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(361));
            assertThat(there.look("ada").allowed()).isFalse();
            assertThat(there.take("grace", 1).remaining()).isEqualTo(9);
            assertThat(failures()).isZero();
        }
    }

    @Test
    void aGatewayCountsByItselfWhileTheStoreIsAway() throws InterruptedException {
        try (SharedBuckets store = store(PASSWORD)) {
            Meter meter = new Meter("user", TEN, 100, store);
            assertThat(meter.take("ada", 6).remaining()).isEqualTo(4);

            Process running = Objects.requireNonNull(server);
            running.destroyForcibly();
            assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();

            assertThat(meter.take("ada", 10).allowed()).isTrue();
            assertThat(meter.take("ada", 1).allowed()).isFalse();
            assertThat(failures()).isEqualTo(1);
        }
    }

    @Test
    void aWrongPasswordStopsNobodyAndIsCounted() {
        try (SharedBuckets store = store("wrong")) {
            assertThat(new Meter("user", TEN, 100, store).take("ada", 1).allowed())
                    .isTrue();
            assertThat(failures()).isEqualTo(1);
        }
    }

    @Test
    void refusesAnAddressWithAPasswordInIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LimitStoreProperties("redis://:secret@localhost:6379", null, null, Duration.ofMillis(100)))
                .withMessageContaining("the password has a property of its own");
    }

    private double failures() {
        return metrics.counter(GatewayMetric.LIMIT_STORE_FAILURES.id()).count();
    }

    private SharedBuckets store(String password) {
        return new SharedBuckets(
                new LimitStoreProperties("redis://127.0.0.1:" + port, null, password, Duration.ofSeconds(2)), metrics);
    }

    private static Optional<Path> program() {
        String told = System.getenv("SWEN_TEST_REDIS");
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(
                        Stream.ofNullable(told).map(Path::of),
                        Stream.of(path.split(":"))
                                .flatMap(folder -> List.of("valkey-server", "redis-server").stream()
                                        .map(name -> Path.of(folder, name))))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
