package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A mistake that somebody could make in the code, and the test that has to notice it.
 *
 * @param name what it is
 * @param plants where it is made, in each cloud
 */
record Fault(String name, List<Plant> plants) {

    /**
     * One place of it.
     *
     * @param file the file that is altered, from the folder of the code
     * @param replace a text that stands there once
     * @param with what is put in its place
     * @param test the test file that has to fail
     * @param says what it has to say
     */
    record Plant(String file, String replace, String with, String test, String says) {

        /** Answers what stood in the file. */
        String in(Path code) throws IOException {
            Path path = code.resolve(file);
            String text = Files.readString(path);
            int at = text.indexOf(replace);
            if (at < 0 || text.indexOf(replace, at + 1) >= 0) {
                throw new CliException(
                        ExitCode.FAILED,
                        "the fault cannot be planted: what it replaces does not stand once in " + file,
                        "Bring tests/faults.json up to date.");
            }
            Files.writeString(path, text.replace(replace, with));
            return text;
        }

        void outOf(Path code, String before) throws IOException {
            Files.writeString(code.resolve(file), before);
        }
    }

    Fault {
        plants = List.copyOf(plants);
    }

    static List<Fault> read(Path file) throws IOException {
        return StreamSupport.stream(Json.parse(Files.readString(file)).spliterator(), false)
                .map(Fault::of)
                .toList();
    }

    private static Fault of(JsonNode fault) {
        return new Fault(
                fault.path("fault").asString(),
                fault.path("plants")
                        .valueStream()
                        .map(plant -> Json.bind(plant, Plant.class))
                        .toList());
    }
}
