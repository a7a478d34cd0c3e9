package io.swen.cli.monitoring;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.process.Http;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus and Alertmanager with the configuration that ships, in a folder of their own that is gone afterwards. Only the addresses
 * and the folder of secrets are those of the platform running here instead of Compose's.
 */
final class Monitoring implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final String SHIPPED_SECRETS = "/run/swen/";
    private static final int LOG_LINES = 15;

    private final Context context;
    private final Path folder;
    private final int prometheusPort;
    private final int alertmanagerPort;
    private final List<Process> processes = new ArrayList<>();

    private Monitoring(Context context, Path folder, int prometheusPort, int alertmanagerPort) {
        this.context = context;
        this.folder = folder;
        this.prometheusPort = prometheusPort;
        this.alertmanagerPort = alertmanagerPort;
    }

    /** Starts Prometheus alone. */
    static Monitoring scraping(Context context) throws IOException, InterruptedException {
        return start(context, false);
    }

    /** Starts both. */
    static Monitoring alerting(Context context) throws IOException, InterruptedException {
        return start(context, true);
    }

    private static Monitoring start(Context context, boolean alerting) throws IOException, InterruptedException {
        Programs programs = new Programs(context.project());
        Path prometheus = programs.prometheus();
        Path secret = context.watcherSecrets().resolve("prometheus").resolve("client-secret");
        if (!Files.exists(secret)) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The platform has no account for Prometheus (" + secret + ")",
                    "It was started by an earlier version, or not at all: ./swen down, then ./swen up --detach.");
        }
        List<Integer> ports = freePorts();
        Monitoring monitoring =
                new Monitoring(context, Files.createTempDirectory("swen-monitoring-"), ports.get(0), ports.get(1));
        try {
            monitoring.startPrometheus(prometheus);
            if (alerting) {
                monitoring.startAlertmanager(programs.alertmanager());
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            monitoring.close();
            throw failed;
        }
        return monitoring;
    }

    Prometheus prometheus() {
        return new Prometheus("http://127.0.0.1:" + prometheusPort);
    }

    String alertmanager() {
        return "http://127.0.0.1:" + alertmanagerPort;
    }

    private void startPrometheus(Path program) throws IOException, InterruptedException {
        copy("deploy/prometheus", "prometheus");
        launch(
                "prometheus",
                prometheusPort,
                program.toString(),
                "--config.file=" + folder.resolve("prometheus/prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                "--web.listen-address=127.0.0.1:" + prometheusPort);
    }

    private void startAlertmanager(Path program) throws IOException, InterruptedException {
        copy("deploy/alertmanager", "alertmanager");
        launch(
                "alertmanager",
                alertmanagerPort,
                program.toString(),
                "--config.file=" + folder.resolve("alertmanager/alertmanager.yml"),
                "--storage.path=" + folder.resolve("alertmanager-data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + alertmanagerPort);
    }

    /** Copies a folder of configuration, with the addresses of here. */
    private void copy(String shipped, String to) throws IOException {
        Path from = context.project().root().resolve(shipped);
        Map<String, String> here = here();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(to).resolve(from.relativize(file).toString());
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                String text = Files.readString(file);
                for (Map.Entry<String, String> address : here.entrySet()) {
                    text = text.replace(address.getKey(), address.getValue());
                }
                Files.writeString(target, text);
            }
        }
    }

    private Map<String, String> here() throws IOException {
        Map<String, String> here = new LinkedHashMap<>();
        Map<String, Integer> shipped =
                Map.of("gateway", 8080, "telemetry", 8081, "routing", 8082, "gitops", 8083, "identity", 8084);
        Map<String, Integer> ports = context.servicePorts();
        shipped.forEach((service, port) -> here.put(service + ":" + port, "127.0.0.1:" + ports.get(service)));
        here.put("prometheus:9090", "127.0.0.1:" + prometheusPort);
        here.put("alertmanager:9093", "127.0.0.1:" + alertmanagerPort);
        here.put(SHIPPED_SECRETS, context.watcherSecrets() + "/");
        return here;
    }

    private void launch(String name, int port, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!Http.answersOk(URI.create("http://127.0.0.1:" + port + "/-/ready"))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new CliException(ExitCode.FAILED, name + " did not start:\n" + end(log));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static List<Integer> freePorts() throws IOException {
        // Both at once, so that they differ.
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        }
    }

    @Override
    public void close() throws IOException {
        Collections.reverse(processes);
        processes.forEach(Process::destroy);
        boolean interrupted = false;
        for (Process process : processes) {
            try {
                if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                process.destroyForcibly();
                interrupted = true;
            }
        }
        SwenHome.delete(folder);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
