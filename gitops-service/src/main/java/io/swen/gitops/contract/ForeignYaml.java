package io.swen.gitops.contract;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads documents that people wrote: bounded in size, depth and parts, without anchors and aliases, and strictly of one shape.
 *
 * @param value what the document says
 * @param lines the line of each value by its path, such as {@code rules[0].when}
 */
public record ForeignYaml<T>(T value, Map<String, Integer> lines) {

    /** No document may be larger. */
    public static final int LARGEST = 64 * 1024;

    private static final int DEEPEST = 24;
    private static final int MOST_TOKENS = 20_000;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_GIVEN = 80;

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(LARGEST)
                    .build())
            .loadSettings(LoadSettings.builder()
                    .setCodePointLimit(LARGEST)
                    .setMaxAliasesForCollections(0)
                    .setAllowDuplicateKeys(false)
                    .build())
            .build();

    public ForeignYaml {
        lines = Map.copyOf(lines);
    }

    /**
     * Reads a document that has to be exactly of this shape.
     *
     * @throws UnusableYamlException that says what is wrong, in which line, and what is allowed
     */
    public static <T> ForeignYaml<T> read(String text, Class<T> type) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST) {
            throw new UnusableYamlException("it has " + bytes + " bytes; at most " + LARGEST + " are allowed");
        }
        Map<String, Integer> lines = lines(text);
        try {
            T value = Yaml.read(text, type);
            if (value == null) {
                throw new UnusableYamlException("it is empty");
            }
            return new ForeignYaml<>(value, lines);
        } catch (JacksonException e) {
            throw new UnusableYamlException(told(e));
        }
    }

    /** The line of a value, or of what encloses it. */
    public int line(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return 1;
    }

    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(text)) {
            int tokens = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (++tokens > MOST_TOKENS) {
                    throw new UnusableYamlException(
                            "line " + line + ": it has more than " + MOST_TOKENS + " parts, which are allowed");
                }
                if (((YAMLParser) parser).isCurrentAlias() || parser.getObjectId() != null) {
                    throw new UnusableYamlException(
                            "line " + line + ": anchors and aliases are not allowed; write the value out");
                }
                if (token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT) {
                    lines.putIfAbsent(
                            path(parser.streamReadContext().pathAsPointer().toString()), line);
                }
            }
            return lines;
        } catch (JacksonException e) {
            throw new UnusableYamlException(told(e));
        }
    }

    private static String path(String pointer) {
        StringBuilder path = new StringBuilder();
        for (String part : pointer.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (part.chars().allMatch(Character::isDigit)) {
                path.append('[').append(part).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(part);
            }
        }
        return path.toString();
    }

    private static String told(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String at = location == null || location.getLineNr() < 1 ? "" : "line " + location.getLineNr() + ": ";
        String field = e instanceof DatabindException bound ? field(bound) : "";
        String what = switch (e) {
            case UnrecognizedPropertyException unknown ->
                "is not known here; allowed are "
                        + (unknown.getKnownPropertyIds() == null
                                ? "none"
                                : unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            case InvalidFormatException wrong
            when wrong.getTargetType().isEnum() ->
                shortened(wrong.getValue()) + " is not allowed; it has to be one of "
                        + constants(wrong.getTargetType());
            default -> firstLine(e.getOriginalMessage());
        };
        return at + (field.isEmpty() ? "" : field + " ") + what;
    }

    private static String field(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shortened(reference.getPropertyName()));
            }
        }
        return path.toString();
    }

    private static String constants(Class<?> type) {
        return java.util.Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(Object given) {
        String text = String.valueOf(given);
        return text.length() > LONGEST_GIVEN ? text.substring(0, LONGEST_GIVEN) + "…" : text;
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("it cannot be read");
        return line.length() > 300 ? line.substring(0, 300) : line;
    }
}
