package io.swen.identity.federation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real Keycloak, started as a process of its own in a folder that goes with it. */
final class Keycloak {

    private static final Logger LOG = LoggerFactory.getLogger(Keycloak.class);
    private static final String VERSION = "26.0.8";
    private static final Duration DOWNLOAD = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofMinutes(6);

    /** The password of every person of the realm; another one each time. */
    final String password = UUID.randomUUID().toString();

    final String clientSecret = UUID.randomUUID().toString();
    private final int port;
    private final Process process;

    private Keycloak(Path home) throws IOException {
        port = freePort();
        Path realm = Files.createDirectories(home.resolve("data/import")).resolve("swen.json");
        try (InputStream in = Objects.requireNonNull(Keycloak.class.getResourceAsStream("/keycloak/swen-realm.json"))) {
            Files.writeString(
                    realm,
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@password@", password)
                            .replace("@client-secret@", clientSecret));
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=http://localhost:" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out.log").toFile());
        builder.environment().put("JAVA_HOME", javaHome());
        // Its Byte Buddy refuses class files of a Java that is newer than itself, where no older one is installed.
        builder.environment()
                .put("JAVA_OPTS_APPEND", "-Xmx512m -XX:TieredStopAtLevel=1 -Dnet.bytebuddy.experimental=true");
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest discovery = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .failFast("Keycloak ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> http.send(discovery, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** Keycloak 26.0 is made for Java 17 to 23. */
    private static String javaHome() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (var homes = Files.list(installed)) {
                Optional<Path> fitting = homes.filter(
                                home -> home.getFileName().toString().matches(".*(17|21).*"))
                        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                        .sorted()
                        .findFirst();
                if (fitting.isPresent()) {
                    return fitting.get().toString();
                }
            }
        }
        return System.getProperty("java.home");
    }

    /** Empty, and says so loudly, where the distribution cannot be had. */
    static Optional<Keycloak> start() {
        try {
            Optional<Path> zip = distribution();
            if (zip.isEmpty()) {
                LOG.error(
                        "KEYCLOAK {} CANNOT BE HAD FROM THE MAVEN REPOSITORY: LOGIN AT A REAL EXTERNAL ISSUER IS NOT TESTED",
                        VERSION);
                return Optional.empty();
            }
            return Optional.of(new Keycloak(unpack(zip.get())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://localhost:" + port + "/realms/swen";
    }

    void stop() {
        // The shell replaces itself by the server.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Optional<Path> distribution() throws IOException, InterruptedException {
        Path zip = Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"))
                .resolve("org/keycloak/keycloak-quarkus-dist")
                .resolve(VERSION)
                .resolve("keycloak-quarkus-dist-" + VERSION + ".zip");
        if (!Files.exists(zip)) {
            Process maven = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-q",
                            "dependency:get",
                            "-Dtransitive=false",
                            "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip")
                    .inheritIO()
                    .start();
            if (!maven.waitFor(DOWNLOAD.toSeconds(), TimeUnit.SECONDS)) {
                maven.destroyForcibly();
            }
        }
        return Files.exists(zip) ? Optional.of(zip) : Optional.empty();
    }

    private static Path unpack(Path zip) throws IOException {
        Path folder = Files.createTempDirectory("swen-keycloak");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return folder.resolve("keycloak-" + VERSION);
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            List<Path> deepestFirst =
                    files.sorted(java.util.Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} is left behind: {}", folder, e.getMessage());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
