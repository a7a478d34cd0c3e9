package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a workload from a YAML or JSON file, or from standard input. */
final class Documents {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Documents() {}

    static ObjectNode read(String file) throws IOException {
        String text;
        if (file.equals("-")) {
            text = new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } else {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw new CliException(
                        ExitCode.USAGE,
                        "There is no file " + file,
                        "-f takes a YAML or JSON file, or - for standard input.");
            }
            text = Files.readString(path);
        }
        return parse(text, file);
    }

    /** JSON is YAML, so one reader takes both. */
    static ObjectNode parse(String text, String name) {
        try {
            if (YAML.readTree(text) instanceof ObjectNode object) {
                return Json.bind(Json.tree(object), ObjectNode.class);
            }
            throw new CliException(
                    ExitCode.USAGE, name + " is not one workload", "It must be a mapping of field names to values.");
        } catch (JacksonException broken) {
            throw new CliException(
                    ExitCode.USAGE,
                    name + " cannot be read: " + broken.getOriginalMessage(),
                    "It must be YAML or JSON.",
                    broken);
        }
    }
}
