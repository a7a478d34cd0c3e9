package io.swen.cli.observability;

import io.swen.cli.console.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The log files of the local platform: which lines are documents of the Elastic Common Schema. */
final class LogLines {
    private long skipped;

    /** Hands every document over as it stands in its file. */
    void read(Path folder, Consumer<String> document) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().contains(".log"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                String line;
                while ((line = reader.readLine()) != null) {
                    if (isDocument(line)) {
                        document.accept(line);
                    } else {
                        skipped++;
                    }
                }
            }
        }
    }

    /** Lines that other programs wrote, such as the database server. */
    long skipped() {
        return skipped;
    }

    private static boolean isDocument(String line) {
        if (!line.startsWith("{")) {
            return false;
        }
        try {
            JsonNode document = Json.parse(line);
            return document.path("@timestamp").isString()
                    && document.path("service").path("name").isString();
        } catch (JacksonException broken) {
            // The last line of a process that was killed.
            return false;
        }
    }
}
