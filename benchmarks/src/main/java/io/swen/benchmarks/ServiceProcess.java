package io.swen.benchmarks;

import io.swen.platform.test.TestPlatform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A service in a process of its own, from the jar that {@code ./swen up} runs and with the same flags. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final int TAIL = 4_000;

    private final String service;
    private final int port;
    private final Map<String, Object> properties;
    private final Map<String, String> environment = new HashMap<>();
    private final Path log;
    private @Nullable Process process;

    ServiceProcess(String service) throws IOException {
        this.service = service;
        this.port = freePort();
        this.properties = TestPlatform.properties(service);
        this.log = Files.createTempFile("swen-bench-" + service, ".log");
        properties.put("server.port", port);
        properties.put("server.address", "127.0.0.1");
        properties.put("logging.level.root", "warn");
    }

    ServiceProcess with(String property, Object value) {
        properties.put(property, value);
        return this;
    }

    ServiceProcess environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    int port() {
        return port;
    }

    String address() {
        return "http://localhost:" + port;
    }

    String property(String name) {
        return String.valueOf(properties.get(name));
    }

    /**
     * Starts it and waits until it says that it is ready.
     *
     * @param profile where a flight recording is written when it ends; null for none
     */
    ServiceProcess start(String heap, @Nullable Path profile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:ThreadPriorityPolicy=1",
                "-XX:JavaPriority1_To_OSPriority=10",
                "-Djdk.virtualThreadScheduler.parallelism=16",
                "-Xmx" + heap));
        if (profile != null) {
            // Filters, proxies and observations make deep stacks.
            command.add("-XX:FlightRecorderOptions=stackdepth=256");
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + profile.resolve(service + ".jfr"));
        }
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar(service + "-service")));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Where no other process can read it, unlike the command line.
        builder.environment().put("SPRING_APPLICATION_JSON", new JsonMapper().writeValueAsString(properties));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        HttpRequest ready = HttpRequest.newBuilder(URI.create(address() + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (started.isAlive() && System.nanoTime() < deadline) {
                if (answers(client, ready)) {
                    return this;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        }
        String output = Files.readString(log);
        throw new IOException(
                service + "-service did not become ready:\n" + output.substring(Math.max(0, output.length() - TAIL)));
    }

    /** How much of the processors it has used, in seconds. */
    double processorSeconds() {
        return process == null
                ? 0
                : process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(module, "target"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(module + " is not packaged; ./swen bench does that"));
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
