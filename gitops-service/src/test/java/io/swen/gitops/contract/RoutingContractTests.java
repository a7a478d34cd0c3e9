package io.swen.gitops.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Unknown fields are refused, so everything that routing hands over has to be known here. */
class RoutingContractTests {

    @ParameterizedTest
    @ValueSource(strings = {"PlacementDecision", "Offer"})
    void knowsEveryFieldOfWhatRoutingDecides(String schema) throws IOException {
        assertThat(fields("gitops", schema)).containsAll(fields("routing", schema));
    }

    private static TreeSet<String> fields(String service, String schema) throws IOException {
        JsonNode api = new JsonMapper().readTree(Files.readAllBytes(Path.of("../docs/api/" + service + ".json")));
        TreeSet<String> names = new TreeSet<>(
                api.at("/components/schemas/" + schema + "/properties").propertyNames());
        assertThat(names).as(schema + " of " + service).isNotEmpty();
        return names;
    }
}
