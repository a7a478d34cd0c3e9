package io.swen.telemetry.alert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The rules in force: the shipped ones and those of the configured folder, read once, at the start, which fails with all that is wrong. */
@Component
class AlertRules {

    private static final Logger LOG = LoggerFactory.getLogger(AlertRules.class);
    private static final String SHIPPED = "/alerts/shipped.yml";
    private static final long LARGEST_FILE = 1_000_000;
    private static final int MOST_FILES = 200;

    private final List<AlertRule> rules;

    AlertRules(AlertProperties properties) {
        RuleReader reader = new RuleReader();
        if (properties.shippedRules()) {
            reader.read("shipped", shipped());
        }
        Path folder = properties.rules();
        if (folder != null && !folder.toString().isEmpty()) {
            readFolder(reader, folder);
        }
        if (!reader.problems().isEmpty()) {
            throw new IllegalStateException(
                    "the alert rules cannot be used:\n  " + String.join("\n  ", reader.problems()));
        }
        rules = reader.rules();
        LOG.info("{} alert rules are in force", rules.size());
    }

    List<AlertRule> all() {
        return rules;
    }

    Optional<AlertRule> find(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    private static String shipped() {
        try (InputStream in = AlertRules.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readFolder(RuleReader reader, Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(file ->
                            file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new IllegalStateException(folder + " has more than " + MOST_FILES + " files of rules");
            }
            for (Path file : files) {
                if (Files.size(file) > LARGEST_FILE) {
                    throw new IllegalStateException(file + " has more than " + LARGEST_FILE + " bytes");
                }
                reader.read(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException("swen.telemetry.alerts.rules: " + folder + " cannot be read", e);
        }
    }
}
