package io.swen.cli.monitoring;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of Prometheus as they are in the checkout. */
final class Rules {
    static final Path ROOT = Project.find().root();
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");

    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
    private static final Pattern LABELS =
            Pattern.compile("\\b(by|on|ignoring|without|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\w|\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "by", "on", "group_left", "NaN");

    private Rules() {}

    static List<JsonNode> alerts() {
        return rules(rule -> rule.has("alert"));
    }

    static List<JsonNode> records() {
        return rules(rule -> rule.has("record"));
    }

    private static List<JsonNode> rules(Predicate<JsonNode> wanted) {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : files(PROMETHEUS.resolve("rules"))) {
            for (JsonNode group : yaml(file).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    if (wanted.test(rule)) {
                        rules.add(rule);
                    }
                }
            }
        }
        return rules;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode yaml(Path file) {
        return YAML.readTree(file.toFile());
    }

    /** The series that an expression names. */
    static Set<String> series(String expression) {
        String bare = TEXT.matcher(expression).replaceAll("");
        for (Pattern other : List.of(SELECTOR, LABELS, RANGE)) {
            bare = other.matcher(bare).replaceAll(" ");
        }
        Set<String> names = new TreeSet<>();
        for (MatchResult match : NAME.matcher(bare).results().toList()) {
            if (!WORDS.contains(match.group())) {
                names.add(match.group());
            }
        }
        return names;
    }
}
