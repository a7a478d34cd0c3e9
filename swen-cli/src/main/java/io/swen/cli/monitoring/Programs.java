package io.swen.cli.monitoring;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.Project;
import io.swen.cli.stack.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of Prometheus and Alertmanager: on the PATH, or where their Debian packages were unpacked in {@code .swen/tools}. */
record Programs(Project project) {

    Path prometheus() {
        return wanted("prometheus", "prometheus");
    }

    Path alertmanager() {
        return find("prometheus-alertmanager").orElseGet(() -> wanted("alertmanager", "prometheus-alertmanager"));
    }

    Optional<Path> find(String name) {
        return Machine.program(name)
                .or(() -> unpacked().stream()
                        .map(folder -> folder.resolve(name))
                        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                        .findFirst());
    }

    private Path wanted(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() -> new CliException(
                        ExitCode.NOT_FOUND,
                        "There is no " + name + " on this machine",
                        "Put it on the PATH, or unpack its package without installing it: mkdir -p .swen/tools/" + name
                                + " && cd .swen/tools/" + name + " && apt-get download " + debianPackage
                                + " && dpkg-deb -x *.deb ."));
    }

    private List<Path> unpacked() {
        Path tools = project.root().resolve(".swen").resolve("tools");
        if (!Files.isDirectory(tools)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(tools)) {
            return folders.sorted()
                    .map(tool -> tool.resolve("usr").resolve("bin"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot look into " + tools, unreadable);
        }
    }
}
