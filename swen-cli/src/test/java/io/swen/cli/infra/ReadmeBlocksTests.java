package io.swen.cli.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.cli.console.CliException;
import io.swen.cli.console.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadmeBlocksTests {

    @Test
    void tellInputsWithTheirDefaultsAndOutputs() {
        Map<String, String> blocks = ReadmeBlocks.interfaceOf(Json.parse("""
                {"configuration":{"root_module":{
                  "variables":{"zone_count":{"default":2,"description":"Zones."},"sites":{"description":"Names | zones."}},
                  "outputs":{"aws":{"description":"Of AWS.","expression":{}}}}}}
                """));

        assertThat(blocks.get("inputs")).isEqualTo("""
                | input | default | what it is |
                |---|---|---|
                | `sites` | *to be given* | Names \\| zones. |
                | `zone_count` | `2` | Zones. |""");
        assertThat(blocks.get("outputs")).endsWith("| `aws` | Of AWS. |");
    }

    @Test
    void standBetweenTheirMarks() {
        String text = "a\n<!-- inputs -->\nold\n<!-- /inputs -->\nb\n";

        assertThat(ReadmeBlocks.with(text, "inputs", "new"))
                .isEqualTo("a\n<!-- inputs -->\nnew\n<!-- /inputs -->\nb\n");
        assertThatThrownBy(() -> ReadmeBlocks.with(text, "outputs", "new"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("<!-- outputs -->");
    }
}
