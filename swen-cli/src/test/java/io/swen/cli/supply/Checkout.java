package io.swen.cli.supply;

import io.swen.cli.console.Terminal;
import io.swen.cli.project.Project;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine;

/** A small built checkout with one module, and commands that run in it. */
final class Checkout {
    static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    final Path root;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    Checkout(Path root) throws IOException {
        this.root = root;
        write("pom.xml", "<project><modules><module>engine</module></modules></project>");
        write("engine/pom.xml", "<project/>");
        write(".gitignore", "target/\n");
        bill(
                "pkg:maven/org.example/parser@2.4.1?type=jar",
                "pkg:npm/%40scope/widget@1.10.0",
                "pkg:maven/io.swen/own@0.1.0");
    }

    void bill(String... purls) throws IOException {
        List<String> components = List.of(purls).stream()
                .map(purl -> "{\"type\":\"library\",\"name\":\"x\",\"purl\":\"" + purl + "\"}")
                .toList();
        write(
                "engine/target/classes/META-INF/sbom/application.cdx.json",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[" + String.join(",", components)
                        + "]}");
    }

    Path jar(String name, String content) throws IOException {
        Path jar = root.resolve("engine/target/" + name);
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry("a.txt");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }

    Path write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    void commit() throws Exception {
        git("init", "--quiet");
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "feat: all");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).directory(root.toFile()).inheritIO().start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + " failed");
        }
    }

    int supply(String... arguments) {
        return run(new CommandLine(new SupplyCommand(context())), arguments);
    }

    int provenance(String... arguments) {
        return run(new CommandLine(new ProvenanceCommand(context())), arguments);
    }

    String lastLine() {
        return out.toString().strip().lines().reduce((first, second) -> second).orElseThrow();
    }

    private Context context() {
        return new Context(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Project(root),
                new SwenHome(root.resolve(".swen")));
    }

    /** As the {@code swen} command does: what cannot go on is told, and ends with its own exit code. */
    private int run(CommandLine line, String... arguments) {
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof io.swen.cli.console.CliException known) {
                err.write(known.report());
                return known.exitCode().number();
            }
            throw failure;
        });
        return line.execute(arguments);
    }
}
