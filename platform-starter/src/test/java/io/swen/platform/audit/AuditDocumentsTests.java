package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditDocumentsTests {

    private final JsonMapper json = JsonMapper.builder().build();
    private final AuditDocuments documents = new AuditDocuments(json);

    @Test
    void leavesOutSecretsByTheirNameAndByTheirForm() {
        String key = "swen_abcdefghij_" + "A".repeat(32) + "_000000";
        JsonNode stored = json.readTree(String.valueOf(documents.text(Map.of(
                "password",
                "hunter2hunter2",
                "recovery_codes",
                List.of("aaaa-bbbb", "cccc-dddd"),
                "token_count",
                12345,
                "notes",
                List.of("plain", Map.of("said", "the key is " + key))))));

        assertThat(stored.at("/password").asString()).isEqualTo("redacted");
        assertThat(stored.at("/recovery_codes").toString()).isEqualTo("[\"redacted\",\"redacted\"]");
        assertThat(stored.at("/token_count").asInt()).isEqualTo(12345);
        assertThat(stored.at("/notes/0").asString()).isEqualTo("plain");
        assertThat(stored.at("/notes/1/said").asString())
                .startsWith("the key is swen_abcdefghij_")
                .doesNotContain("A".repeat(32));
    }

    @Test
    void replacesADocumentBeyondTheBoundByItsSize() {
        assertThat(documents.text(Map.of("text", "x".repeat(AuditDocuments.LONGEST))))
                .isEqualTo("{\"left_out_bytes\":" + (AuditDocuments.LONGEST + 11) + "}");
    }
}
