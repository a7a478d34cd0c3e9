package io.swen.cli.deploy;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The objects of one rendered folder of manifests. */
record Manifests(String name, List<JsonNode> objects) {

    static final YAMLMapper YAML = new YAMLMapper();

    private static final Map<Path, Manifests> RENDERED = new ConcurrentHashMap<>();
    private static final Pattern VERSION = Pattern.compile("v1\\.(\\d+)");
    /** Components and replacements came to the built-in kustomize with 1.21 and 1.22; fixes that we need with 1.27. */
    private static final int OLDEST_MINOR = 27;

    /** Why this machine cannot render; empty where it can. */
    static Optional<String> obstacle() {
        try {
            String version = run(Path.of("."), "kubectl", "version", "--client");
            Matcher matcher = VERSION.matcher(version);
            if (!matcher.find() || Integer.parseInt(matcher.group(1)) < OLDEST_MINOR) {
                return Optional.of("kubectl is older than 1." + OLDEST_MINOR + ": " + version.strip());
            }
            return Optional.empty();
        } catch (IOException notThere) {
            return Optional.of("there is no usable kubectl: " + notThere.getMessage());
        }
    }

    /** What {@code kubectl kustomize} makes of a folder below {@code deploy}. */
    static Manifests of(String folder) {
        Path path = Project.find().root().resolve("deploy").resolve(folder);
        return RENDERED.computeIfAbsent(path, each -> {
            try {
                String name = folder.substring(folder.lastIndexOf('/') + 1);
                return new Manifests(name, parse(run(each, "kubectl", "kustomize", ".")));
            } catch (IOException cannot) {
                throw new IllegalStateException("cannot render " + folder, cannot);
            }
        });
    }

    static List<JsonNode> parse(String yaml) {
        return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
                .filter(document -> !document.isNull())
                .toList();
    }

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind));
    }

    Optional<JsonNode> one(String kind, String name) {
        return all(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    static String kind(JsonNode object) {
        return object.path("kind").asString("");
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asString("");
    }

    static String called(JsonNode object) {
        return kind(object) + "/" + name(object);
    }

    private static String run(Path folder, String... command) throws IOException {
        Path out = Files.createTempFile("swen-manifests", ".yaml");
        Path err = Files.createTempFile("swen-manifests", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end within 60 s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(Files.readString(err, StandardCharsets.UTF_8));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
