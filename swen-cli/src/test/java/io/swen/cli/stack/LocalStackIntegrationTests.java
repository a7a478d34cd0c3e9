package io.swen.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.cli.console.Json;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command itself as a process, on a project whose services are fakes, with a real PostgreSQL. */
class LocalStackIntegrationTests {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Unpacking the server takes longer than all the rest; its folder never changes, so all homes share one. */
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private PortPlan ports = new PortPlan(PortPlan.DEFAULT_BASE);

    @BeforeAll
    static void unpackTheServer() throws IOException {
        PostgresBinaries.unpack(shared.resolve("postgresql-18"));
    }

    @BeforeEach
    void aProjectWhoseServicesAreFakes() throws IOException {
        ports = PortPlan.free();
        home().create();
        Files.createSymbolicLink(home().run().resolve("postgresql-18"), shared.resolve("postgresql-18"));
        Path project = folder.resolve("project");
        Files.createDirectories(project);
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        for (Service service : Service.values()) {
            Path module = project.resolve(service.module());
            Files.createDirectories(module.resolve("target"));
            Files.writeString(module.resolve("pom.xml"), "<project/>");
            Path jar = module.resolve("target").resolve(service.module() + "-0.1.0-exec.jar");
            writeJar(jar);
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        }
    }

    @AfterEach
    void leaveNothing() throws Exception {
        swen("down");
        for (ProcessStatus process : snapshotOrNone()) {
            ProcessIdentity identity = process.identity();
            if (identity != null) {
                identity.stop("KILL", Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void startsDetachedReportsRestartsTheKilledAndStops() throws Exception {
        Result up = swen("up", "--detach");
        assertThat(up.exit()).as(up.output()).isZero();
        assertThat(up.output()).contains(ports.publicUrl() + "/ui/").contains("credentials.json");

        Result status = swen("status", "--json");
        assertThat(status.exit()).as(status.output()).isZero();
        JsonNode running = Json.parse(status.out());
        assertThat(running.path("processes").valueStream().map(process -> Json.text(process, "state")))
                .hasSize(7)
                .containsOnly("ready");

        Result again = swen("up", "--detach");
        assertThat(again.exit()).isZero();
        assertThat(again.output()).contains("already running");

        Result clean = swen("up", "--clean");
        assertThat(clean.exit()).isEqualTo(6);

        ProcessIdentity routing = Objects.requireNonNull(process("routing").identity());
        routing.stop("KILL", Duration.ofSeconds(5));
        await().atMost(LIMIT)
                .until(() -> process("routing").state() == ProcessState.READY
                        && process("routing").restarts() == 1);
        ProcessIdentity postgres = Objects.requireNonNull(process("postgres").identity());
        postgres.stop("KILL", Duration.ofSeconds(5));
        await().atMost(LIMIT)
                .until(() -> process("postgres").state() == ProcessState.READY
                        && process("postgres").restarts() == 1);

        List<ProcessIdentity> children = children();
        Result down = swen("down");
        assertThat(down.exit()).as(down.output()).isZero();
        assertThat(children)
                .hasSize(7)
                .allSatisfy(child -> assertThat(child.alive()).isEmpty());
        assertThat(ports.all().keySet()).allMatch(Machine::isFree);
        assertThat(swen("status").exit()).isEqualTo(3);
    }

    @Test
    void downCleansUpAfterAKilledSupervisorAndTheDataOutlivesIt() throws Exception {
        assertThat(swen("up", "--detach").exit()).isZero();
        String credentials = Files.readString(home().credentials());
        List<ProcessIdentity> children = children();
        ProcessIdentity supervisor = Snapshot.read(home().state()).orElseThrow().supervisor();

        supervisor.stop("KILL", Duration.ofSeconds(5));
        assertThat(children).allSatisfy(child -> assertThat(child.alive()).isPresent());
        Result down = swen("down");

        assertThat(down.output()).contains("killed").contains("postgres");
        assertThat(children).allSatisfy(child -> assertThat(child.alive()).isEmpty());
        assertThat(swen("up", "--detach").exit()).isZero();
        assertThat(home().credentials()).hasContent(credentials);
    }

    @Test
    void aServiceThatCannotStartIsNamedWithTheEndOfItsLogAndNothingIsLeft() throws Exception {
        Path broken = folder.resolve("project/gitops-service/target/gitops-service-0.1.0-exec.jar");
        Files.writeString(broken, "this is no jar");
        Result up = swen("up", "--detach");
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.output()).contains("gitops");
        await().atMost(LIMIT).until(() -> ports.all().keySet().stream().allMatch(Machine::isFree));
    }

    private List<ProcessIdentity> children() throws IOException {
        List<ProcessIdentity> children = new ArrayList<>();
        for (ProcessStatus process : snapshotOrNone()) {
            children.add(Objects.requireNonNull(process.identity()));
        }
        return children;
    }

    private List<ProcessStatus> snapshotOrNone() throws IOException {
        return Snapshot.read(home().state()).map(Snapshot::processes).orElse(List.of());
    }

    private ProcessStatus process(String name) throws IOException {
        return snapshotOrNone().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private SwenHome home() {
        return new SwenHome(folder.resolve("home"));
    }

    private Result swen(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dswen.project=" + folder.resolve("project"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.swen.cli.Swen"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SWEN_HOME", home().root().toString());
        builder.environment().put("SWEN_PORT_BASE", Integer.toString(ports.base()));
        Process process = builder.start();
        assertThat(process.waitFor(LIMIT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS))
                .as(String.join(" ", arguments))
                .isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeStackService.class.getName());
        String entry = FakeStackService.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(file, manifest)) {
            output.putNextEntry(new JarEntry(entry));
            output.write(Files.readAllBytes(Path.of("target/test-classes").resolve(entry)));
            output.closeEntry();
        }
    }

    private record Result(int exit, String out, String err) {
        String output() {
            return out + err;
        }
    }
}
