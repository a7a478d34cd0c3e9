package io.swen.platform.audit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns a state before or after into the JSON that is stored: without secrets, and not without bound. */
final class AuditDocuments {

    /** Bytes of UTF-8; a longer document is replaced by its size. */
    static final int LONGEST = 65_536;

    static final String REDACTED = "redacted";

    private static final Pattern SECRET = Pattern.compile("passw(or)?d|passphrase|secret|token|authori[sz]ation|cookie"
            + "|api_?key|private_?key|access_?key|credential|totp|seed|recovery_?code");

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
                boolean secret = SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
                if (secret && value.isValueNode() && !value.isNull() && !value.isBoolean()) {
                    object.put(name, REDACTED);
                } else if (secret && value instanceof ArrayNode values) {
                    redactValues(values);
                } else {
                    redacted(value);
                }
            }
        } else if (node instanceof ArrayNode values) {
            values.forEach(AuditDocuments::redacted);
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
