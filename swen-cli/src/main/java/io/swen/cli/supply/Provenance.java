package io.swen.cli.supply;

import io.swen.cli.console.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How jars came to be: an in-toto statement with SLSA's build provenance (https://slsa.dev/spec/v1.2/build-provenance).
 *
 * @param source where the commit can be fetched; empty where the checkout has no remote
 * @param commit the commit that was built, 40 hex digits
 * @param builder who built
 * @param jdk the Java version of the build
 * @param started when the oldest jar was written
 * @param finished when the newest was
 * @param subjects SHA-256 of each jar by its path in the checkout
 * @param inputs SHA-256 of each file that fixes what else goes in: the poms and the lock file
 * @param bills SHA-256 of each bill of materials
 */
record Provenance(
        String source,
        String commit,
        String builder,
        String jdk,
        Instant started,
        Instant finished,
        SortedMap<String, String> subjects,
        SortedMap<String, String> inputs,
        SortedMap<String, String> bills) {
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://slsa.dev/provenance/v1";
    private static final String BUILD_TYPE = "urn:swen:build:maven-package:v1";

    byte[] statement() {
        ObjectNode statement = Json.object();
        statement.put("_type", STATEMENT);
        addFiles(statement.putArray("subject"), subjects, "name");
        statement.put("predicateType", PREDICATE);
        ObjectNode predicate = statement.putObject("predicate");
        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters");
        external.putObject("source").put("uri", gitUri()).putObject("digest").put("gitCommit", commit);
        external.put("command", "mvn -DskipTests package");
        definition.putObject("internalParameters").put("jdk", jdk);
        ArrayNode dependencies = definition.putArray("resolvedDependencies");
        dependencies.addObject().put("uri", gitUri()).putObject("digest").put("gitCommit", commit);
        addFiles(dependencies, inputs, "name");
        ObjectNode run = predicate.putObject("runDetails");
        run.putObject("builder").put("id", builder);
        run.putObject("metadata")
                .put("invocationId", commit + "@" + finished)
                .put("startedOn", started.toString())
                .put("finishedOn", finished.toString());
        addFiles(run.putArray("byproducts"), bills, "name");
        return Json.write(statement).getBytes(StandardCharsets.UTF_8);
    }

    private String gitUri() {
        return source.isEmpty() ? "git+local" : "git+" + source;
    }

    private static void addFiles(ArrayNode list, SortedMap<String, String> files, String field) {
        files.forEach((name, digest) ->
                list.addObject().put(field, name).putObject("digest").put("sha256", digest));
    }

    /**
     * What of a statement does not fit what was expected and what is there; empty if all fits.
     *
     * @param statement the signed bytes
     * @param present SHA-256 of each jar that is there, by its path
     * @param expectedBuilder who has to have built it; empty accepts anyone who has the key
     * @param expectedCommit what has to have been built; empty accepts any
     */
    static List<String> mismatches(
            byte[] statement, Map<String, String> present, String expectedBuilder, String expectedCommit) {
        JsonNode tree;
        try {
            tree = Json.parse(new String(statement, StandardCharsets.UTF_8));
        } catch (JacksonException notJson) {
            return List.of("the payload is not JSON");
        }
        List<String> wrong = new ArrayList<>();
        expect(wrong, tree, "_type", STATEMENT);
        expect(wrong, tree, "predicateType", PREDICATE);
        expect(wrong, tree, "predicate.buildDefinition.buildType", BUILD_TYPE);
        if (!expectedBuilder.isEmpty()) {
            expect(wrong, tree, "predicate.runDetails.builder.id", expectedBuilder);
        }
        if (!expectedCommit.isEmpty()) {
            expect(wrong, tree, "predicate.buildDefinition.externalParameters.source.digest.gitCommit", expectedCommit);
        }
        SortedMap<String, String> stated = new TreeMap<>();
        for (JsonNode subject : tree.path("subject")) {
            stated.put(Json.text(subject, "name", ""), Json.text(subject, "digest.sha256", ""));
        }
        if (present.isEmpty()) {
            wrong.add("there is no jar to verify");
        }
        present.forEach((name, digest) -> {
            String told = stated.get(name);
            if (told == null) {
                wrong.add(name + " is not among what was built");
            } else if (!told.equals(digest)) {
                wrong.add(name + " has SHA-256 " + digest + ", but " + told + " was built");
            }
        });
        return wrong;
    }

    private static void expect(List<String> wrong, JsonNode tree, String path, String expected) {
        String found = Json.text(tree, path, "nothing");
        if (!found.equals(expected)) {
            wrong.add(path + " is " + found + ", not " + expected);
        }
    }
}
