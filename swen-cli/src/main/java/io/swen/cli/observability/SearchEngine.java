package io.swen.cli.observability;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A real OpenSearch of one node, in a folder of its own that is gone afterwards. */
final class SearchEngine implements AutoCloseable {
    /** The server without plugins, as its own tests use it. */
    static final String ARTIFACT = "org.opensearch.distribution.integ-test-zip:opensearch:3.6.0:zip";

    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String NOBODY = "65534";

    /** An answer, whatever its status. */
    record Answer(int status, JsonNode body) {
        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    private final Path folder;
    private final Process process;
    private final URI address;

    private SearchEngine(Path folder, Process process, URI address) {
        this.folder = folder;
        this.process = process;
        this.address = address;
    }

    /** Fetches the server's archive with Maven, or finds it where that put it before. */
    static Path archive(Path keptIn) throws IOException, InterruptedException {
        Path archive = keptIn.resolve("opensearch-3.6.0.zip");
        if (Files.exists(archive)) {
            return archive;
        }
        Files.createDirectories(keptIn);
        Path log = keptIn.resolve("opensearch-download.log");
        Process maven = new ProcessBuilder(
                        "mvn", "-B", "-ntp", "dependency:copy", "-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + keptIn)
                .directory(keptIn.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(DOWNLOAD_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            maven.destroyForcibly();
            throw new CliException(ExitCode.TIMED_OUT, "OpenSearch was not downloaded within " + DOWNLOAD_LIMIT);
        }
        if (maven.exitValue() != 0 || !Files.exists(archive)) {
            throw new CliException(
                    ExitCode.FAILED,
                    ARTIFACT + " cannot be had from the Maven repository; see " + log,
                    "Give an archive of OpenSearch with --opensearch FILE.");
        }
        return archive;
    }

    /** Unpacks and starts it, and waits until it answers. */
    static SearchEngine start(Path archive, JavaInstallation java) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(
                "swen-opensearch-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try {
            Path home = unpack(archive, folder);
            int port = freePort();
            Files.writeString(
                    home.resolve("config/opensearch.yml"),
                    String.join(
                            "\n",
                            "cluster.name: swen-verify",
                            "discovery.type: single-node",
                            "network.host: 127.0.0.1",
                            "http.port: " + port,
                            "transport.port: " + freePort(),
                            // A disk that is nearly full keeps it from writing, and it is gone in a minute.
                            "cluster.routing.allocation.disk.threshold_enabled: false",
                            ""));
            List<String> command = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name"))) {
                // It refuses to run as root.
                run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
                command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            }
            command.add(home.resolve("bin/opensearch").toString());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("OPENSEARCH_JAVA_HOME", java.home().toString());
            builder.environment().put("OPENSEARCH_JAVA_OPTS", "-Xms512m -Xmx512m");
            SearchEngine engine = new SearchEngine(folder, builder.start(), URI.create("http://127.0.0.1:" + port));
            engine.awaitReady();
            return engine;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            SwenHome.delete(folder);
            throw failed;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Http.answersOk(address.resolve("/_cluster/health"))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String output = Files.readString(folder.resolve("output.log"));
                process.destroyForcibly();
                throw new CliException(
                        ExitCode.FAILED,
                        "OpenSearch does not start:\n" + output.substring(Math.max(0, output.length() - 3_000)));
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /** @param body JSON, or lines of JSON; null for none */
    Answer call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(CALL_LIMIT);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", path.endsWith("/_bulk") ? "application/x-ndjson" : "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> response = Http.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), Json.parse(response.body().isBlank() ? "{}" : response.body()));
    }

    private static Path unpack(Path archive, Path folder) throws IOException {
        Path home = folder;
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException(entry.getName() + " lies outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Path parent = Objects.requireNonNull(path.getParent(), "a file is in a folder");
                    Files.createDirectories(parent);
                    Files.copy(zip, path);
                    if (parent.endsWith("bin")) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                        home = Objects.requireNonNull(parent.getParent(), "bin is in the server's folder");
                    }
                }
            }
        }
        return home;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " failed");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        SwenHome.delete(folder);
    }
}
