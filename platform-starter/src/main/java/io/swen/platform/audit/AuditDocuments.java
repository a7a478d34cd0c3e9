package io.swen.platform.audit;

import io.swen.platform.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Turns a state before or after into the JSON that is stored: without secrets, and not without bound. */
final class AuditDocuments {

    /** Bytes of UTF-8; a longer document is replaced by its size. */
    static final int LONGEST = 65_536;

    static final String REDACTED = "redacted";

    private final JsonMapper json;

    AuditDocuments(JsonMapper json) {
        this.json = json;
    }

    @Nullable
    String text(@Nullable Object state) {
        if (state == null) {
            return null;
        }
        JsonNode tree = json.valueToTree(state);
        String text = json.writeValueAsString(redacted(tree));
        if (text.length() <= LONGEST / 3) {
            return text;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= LONGEST ? text : json.writeValueAsString(Map.of("left_out_bytes", bytes));
    }

    private static JsonNode redacted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyNames().stream().toList()) {
                JsonNode value = object.get(name);
                boolean secret = Redaction.isSecretName(name);
                if (secret && value.isValueNode() && !value.isNull() && !value.isBoolean()) {
                    object.put(name, REDACTED);
                } else if (secret && value instanceof ArrayNode values) {
                    redactValues(values);
                } else {
                    object.set(name, redacted(value));
                }
            }
        } else if (node instanceof ArrayNode values) {
            for (int i = 0; i < values.size(); i++) {
                values.set(i, redacted(values.get(i)));
            }
        } else if (node.isString()) {
            String text = node.asString();
            String masked = Redaction.mask(text);
            return masked.equals(text) ? node : StringNode.valueOf(masked);
        }
        return node;
    }

    private static void redactValues(ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).isValueNode()) {
                values.set(i, REDACTED);
            } else {
                redacted(values.get(i));
            }
        }
    }
}
