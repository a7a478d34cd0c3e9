package io.swen.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scenario as its file describes it.
 *
 * @param title one line for a list
 * @param duration of domain time
 */
record Scenario(String name, String title, String description, Duration duration, List<Effect> effects) {

    /** In the order in which they are listed. */
    private static final List<String> NAMES = List.of(
            "steady",
            "daily-season",
            "price-war",
            "spot-storm",
            "regional-outage",
            "sensor-silence",
            "runaway-spend",
            "cpu-saturation");

    Scenario {
        effects = List.copyOf(effects);
    }

    /** Those that come with the simulator, by name. */
    static Map<String, Scenario> load() {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (String name : NAMES) {
            try (InputStream file = Scenario.class.getResourceAsStream(name + ".json")) {
                if (file == null) {
                    throw new IllegalStateException("there is no file of the scenario " + name);
                }
                Scenario scenario = json.readValue(file, Scenario.class);
                if (!scenario.name().equals(name)) {
                    throw new IllegalStateException(name + ".json describes " + scenario.name());
                }
                scenarios.put(name, scenario);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scenarios;
    }
}
