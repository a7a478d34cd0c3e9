package io.swen.cli.supply;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The CycloneDX documents of a built checkout taken together.
 *
 * @param files the documents, one or more a module
 * @param carriedBy each component with the modules that carry it
 */
record BillOfMaterials(List<Path> files, SortedMap<Component, SortedSet<String>> carriedBy) {
    private static final String OWN_GROUP = "io.swen";
    private static final Path INSIDE_MODULE = Path.of("target", "classes", "META-INF", "sbom");

    /** @throws CliException if a module that makes a jar has none, since what is not listed cannot be checked */
    static BillOfMaterials of(Path root, List<String> modules) throws IOException {
        List<Path> files = new ArrayList<>();
        SortedMap<Component, SortedSet<String>> carriedBy = new TreeMap<>();
        for (String module : modules) {
            Path folder = root.resolve(module).resolve(INSIDE_MODULE);
            List<Path> documents = documents(folder);
            if (documents.isEmpty()) {
                throw new CliException(
                        ExitCode.FAILED,
                        module + " has no bill of materials in " + folder,
                        "mvn -DskipTests package makes them.");
            }
            for (Path document : documents) {
                read(document)
                        .forEach(component -> carriedBy
                                .computeIfAbsent(component, added -> new TreeSet<>())
                                .add(module));
            }
            files.addAll(documents);
        }
        return new BillOfMaterials(List.copyOf(files), carriedBy);
    }

    private static List<Path> documents(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(".cdx.json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Component> read(Path document) throws IOException {
        JsonNode tree;
        try {
            tree = Json.parse(Files.readString(document));
        } catch (JacksonException notJson) {
            throw unreadable(document, notJson.getOriginalMessage(), notJson);
        }
        if (!"CycloneDX".equals(Json.text(tree, "bomFormat"))) {
            throw unreadable(document, "bomFormat is not CycloneDX", null);
        }
        List<Component> components = new ArrayList<>();
        for (JsonNode entry : tree.path("components")) {
            String text = Json.text(entry, "purl");
            if (text == null) {
                throw unreadable(document, "a component has no purl: " + Json.text(entry, "name"), null);
            }
            try {
                PackageURL purl = new PackageURL(text);
                Optional<Ecosystem> ecosystem = Ecosystem.of(purl);
                if (ecosystem.isPresent() && !OWN_GROUP.equals(purl.getNamespace())) {
                    components.add(Component.of(ecosystem.get(), purl));
                }
            } catch (MalformedPackageURLException malformed) {
                throw unreadable(document, "a purl is malformed: " + text, malformed);
            }
        }
        return components;
    }

    private static CliException unreadable(Path document, String why, @Nullable Throwable cause) {
        return new CliException(
                ExitCode.FAILED, document + " cannot be read: " + why, "Build the module again.", cause);
    }
}
