package io.swen.cli.monitoring;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.Project;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        return folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
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

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!entry.isBlank()) {
                folders.add(Path.of(entry));
            }
        }
        Path tools = project.root().resolve(".swen").resolve("tools");
        if (Files.isDirectory(tools)) {
            try (Stream<Path> unpacked = Files.list(tools)) {
                unpacked.sorted()
                        .map(tool -> tool.resolve("usr").resolve("bin"))
                        .filter(Files::isDirectory)
                        .forEach(folders::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot look into " + tools, unreadable);
            }
        }
        return folders;
    }
}
