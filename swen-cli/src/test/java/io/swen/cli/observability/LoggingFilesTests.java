package io.swen.cli.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of deploy/logging against each other, as far as that goes without the programs that they are for. */
class LoggingFilesTests {

    private static final Path FOLDER = Project.find().root().resolve("deploy/logging");

    @Test
    void theTemplateNamesThePolicyAndTheStreamThatFilebeatWritesTo() throws IOException {
        JsonNode template = json("elasticsearch/index-template.json");
        JsonNode filebeat = new YAMLMapper().readTree(Files.readString(FOLDER.resolve("filebeat/filebeat.yml")));
        String stream = filebeat.path("output.elasticsearch").path("index").asString();

        assertThat(template.at("/template/settings/index.lifecycle.name").asString())
                .isEqualTo("swen-logs");
        assertThat(Files.readString(FOLDER.resolve("apply.sh"))).contains("_ilm/policy/swen-logs");
        assertThat(template.path("index_patterns").get(0).asString()).isEqualTo("logs-swen-*");
        assertThat(stream).startsWith("logs-swen-");
        assertThat(json("opensearch/ism-policy.json")
                        .at("/policy/ism_template/0/index_patterns/0")
                        .asString())
                .isEqualTo("logs-swen-*");
    }

    @Test
    void bothPoliciesKeepLogsEquallyLong() throws IOException {
        JsonNode ilm = json("elasticsearch/ilm-policy.json").at("/policy/phases");
        JsonNode ism = json("opensearch/ism-policy.json").at("/policy/states");

        assertThat(ism.get(0).at("/transitions/0/conditions/min_rollover_age").asString())
                .isEqualTo(ilm.at("/warm/min_age").asString());
        assertThat(ism.get(1).at("/transitions/0/conditions/min_rollover_age").asString())
                .isEqualTo(ilm.at("/delete/min_age").asString());
        assertThat(ism.get(0).at("/actions/0/rollover/min_index_age").asString())
                .isEqualTo(ilm.at("/hot/actions/rollover/max_age").asString());
    }

    @Test
    void everySavedSearchLooksAtTheDataViewForMappedFields() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("kibana/saved-searches.ndjson"))) {
            objects.add(Json.parse(line));
        }
        Set<String> fields = new HashSet<>();
        fields(json("elasticsearch/index-template.json").at("/template/mappings"), "", fields);

        assertThat(objects.getFirst().at("/attributes/title").asString()).isEqualTo("logs-swen-*");
        assertThat(objects.subList(1, objects.size())).isNotEmpty().allSatisfy(search -> {
            assertThat(search.at("/references/0/id").asString())
                    .isEqualTo(objects.getFirst().path("id").asString());
            assertThat(search.at("/attributes/columns").valueStream().map(JsonNode::asString))
                    .allMatch(column -> fields.contains(column) || column.startsWith("labels."));
            JsonNode source = Json.parse(search.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON")
                    .asString());
            assertThat(source.path("indexRefName").asString())
                    .isEqualTo(search.at("/references/0/name").asString());
        });
    }

    @Test
    void onlyLinesThatAreDocumentsAreLoaded(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("routing.log"), """
                {"@timestamp":"2026-11-28T10:00:00Z","service":{"name":"routing-service"},"message":"a"}
                {"@timestamp":"2026-11-28T10:00:01Z","service":{"na
                plain text
                {"level":"info"}
                """);
        List<String> documents = new ArrayList<>();
        LogLines lines = new LogLines();

        lines.read(folder, documents::add);

        assertThat(documents).singleElement().asString().contains("\"message\":\"a\"");
        assertThat(lines.skipped()).isEqualTo(3);
    }

    private static void fields(JsonNode mapping, String prefix, Set<String> into) {
        mapping.path("properties").properties().forEach(field -> {
            into.add(prefix + field.getKey());
            fields(field.getValue(), prefix + field.getKey() + ".", into);
        });
    }

    private static JsonNode json(String file) throws IOException {
        return Json.parse(Files.readString(FOLDER.resolve(file)));
    }
}
