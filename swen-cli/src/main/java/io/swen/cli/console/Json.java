package io.swen.cli.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON trees; a client shows what the services say and therefore binds no classes to it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** @throws JacksonException if the text is not JSON */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    public static String pretty(JsonNode node) {
        return PRETTY.writeValueAsString(node);
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** @throws JacksonException if the tree does not have the shape of the type */
    public static <T> T bind(JsonNode node, Class<T> type) {
        return MAPPER.treeToValue(node, type);
    }

    /** The text at a path such as {@code offer.price.amount}; null where any part is absent or null. */
    public static @Nullable String text(JsonNode node, String path) {
        JsonNode found = at(node, path);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        return found.isValueNode() ? found.asString() : found.toString();
    }

    /** The text at a path, or the given one where there is none. */
    public static String text(JsonNode node, String path, String otherwise) {
        String found = text(node, path);
        return found == null ? otherwise : found;
    }

    /** The node at a path; a missing node where any part is absent. */
    public static JsonNode at(JsonNode node, String path) {
        JsonNode found = node;
        for (String part : path.split("\\.")) {
            found = found.path(part);
        }
        return found;
    }
}
