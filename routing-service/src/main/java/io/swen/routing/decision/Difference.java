package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field that two decisions do not share.
 *
 * @param field its path, such as {@code alternatives[0].offer.offer_id}
 * @param before as JSON, null where it is absent there
 * @param after as JSON, null where it is absent there
 */
@Schema(name = "DecisionDifference")
record Difference(
        String field, @Nullable String before, @Nullable String after) {

    private static final int LONGEST = 200;

    /** The first differences between two documents, in their order. */
    static List<Difference> between(JsonNode before, JsonNode after, int most) {
        List<Difference> found = new ArrayList<>();
        compare("", before, after, found, most);
        return List.copyOf(found);
    }

    private static void compare(String path, JsonNode a, JsonNode b, List<Difference> found, int most) {
        if (found.size() >= most || a.equals(b)) {
            return;
        }
        if (a.isObject() && b.isObject()) {
            Set<String> names = new LinkedHashSet<>(((ObjectNode) a).propertyNames());
            names.addAll(((ObjectNode) b).propertyNames());
            for (String name : names) {
                compare(path.isEmpty() ? name : path + "." + name, a.path(name), b.path(name), found, most);
            }
        } else if (a.isArray() && b.isArray()) {
            for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
                compare(path + "[" + i + "]", a.path(i), b.path(i), found, most);
            }
        } else {
            found.add(new Difference(path, text(a), text(b)));
        }
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.isString() ? node.asString() : node.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
