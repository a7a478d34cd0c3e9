package io.swen.gitops.terraform;

import io.swen.gitops.contract.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code terraform show -json} says of a plan.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">Terraform's JSON output format</a>
 */
final class PlanDocument {

    static final String SENSITIVE = "(sensitive)";
    static final String UNKNOWN = "(known after apply)";

    private static final int LONGEST_VALUE = 2_000;
    private static final int MOST_DIFFERENCES = 50;

    private final JsonNode document;
    private final UnaryOperator<String> masked;

    /** @param masked takes out of a text what must not be seen */
    PlanDocument(JsonNode document, UnaryOperator<String> masked) {
        this.document = document;
        this.masked = masked;
    }

    /** What would be done, in the order of addresses; reading and leaving alone are not actions. */
    List<Plan.Action> actions() {
        Map<String, Plan.Action> actions = new TreeMap<>();
        for (JsonNode change : document.path("resource_changes")) {
            Plan.Op op = op(change);
            if (op != null) {
                JsonNode what = change.path("change");
                String address = change.path("address").asString("");
                actions.put(
                        address,
                        new Plan.Action(
                                op,
                                change.path("type").asString(""),
                                address,
                                values(what.path("before"), what.path("before_sensitive"), null),
                                values(what.path("after"), what.path("after_sensitive"), what.path("after_unknown"))));
            }
        }
        return List.copyOf(actions.values());
    }

    /** What the cloud has otherwise than the state, in the order of addresses: what a plan that only refreshes found. */
    List<Terraform.Drifted> drift() {
        Map<String, Terraform.Drifted> drifted = new TreeMap<>();
        for (JsonNode change : document.path("resource_drift")) {
            Plan.Op op = op(change);
            if (op != Plan.Op.UPDATE && op != Plan.Op.DESTROY) {
                continue;
            }
            JsonNode what = change.path("change");
            List<Terraform.Attribute> attributes = new ArrayList<>();
            if (op == Plan.Op.UPDATE) {
                compare(
                        "",
                        what.path("before"),
                        what.path("after"),
                        what.path("before_sensitive"),
                        what.path("after_sensitive"),
                        attributes);
            }
            String address = change.path("address").asString("");
            if (op == Plan.Op.DESTROY || !attributes.isEmpty()) {
                drifted.put(
                        address,
                        new Terraform.Drifted(
                                address, change.path("type").asString(""), op == Plan.Op.DESTROY, attributes));
            }
        }
        return List.copyOf(drifted.values());
    }

    /** What is secret is told to differ, and not what it is. */
    private void compare(
            String at,
            JsonNode before,
            JsonNode after,
            JsonNode secretBefore,
            JsonNode secretAfter,
            List<Terraform.Attribute> differences) {
        if (before.equals(after) || (isNothing(before) && isNothing(after)) || differences.size() >= MOST_DIFFERENCES) {
            return;
        }
        if (before.isObject() && after.isObject() && !isTrue(secretBefore) && !isTrue(secretAfter)) {
            Set<String> names = new TreeSet<>();
            before.properties().forEach(entry -> names.add(entry.getKey()));
            after.properties().forEach(entry -> names.add(entry.getKey()));
            for (String name : names) {
                compare(
                        at.isEmpty() ? name : at + "." + name,
                        before.path(name),
                        after.path(name),
                        secretBefore.path(name),
                        secretAfter.path(name),
                        differences);
            }
            return;
        }
        differences.add(new Terraform.Attribute(at, text(before, secretBefore), text(after, secretAfter)));
    }

    private @Nullable String text(JsonNode value, JsonNode secret) {
        Object told = isNothing(value) ? null : value(value, secret, null);
        return told == null ? null : String.valueOf(told);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.asBoolean();
    }

    /** The resources as they will be, with their real values; for rules only. */
    List<JsonNode> changed() {
        List<JsonNode> changed = new ArrayList<>();
        for (JsonNode change : document.path("resource_changes")) {
            if (op(change) != null && change.path("change").path("after").isObject()) {
                changed.add(change);
            }
        }
        return changed;
    }

    private static Plan.@Nullable Op op(JsonNode change) {
        Set<String> actions = new java.util.HashSet<>();
        change.path("change").path("actions").forEach(action -> actions.add(action.asString("")));
        if (actions.contains("create")) {
            return actions.contains("delete") ? Plan.Op.REPLACE : Plan.Op.CREATE;
        }
        if (actions.contains("update")) {
            return Plan.Op.UPDATE;
        }
        return actions.contains("delete") ? Plan.Op.DESTROY : null;
    }

    private @Nullable Map<String, Object> values(JsonNode values, JsonNode sensitive, @Nullable JsonNode unknown) {
        if (!values.isObject()) {
            return null;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        values.properties().forEach(entry -> {
            Object value = value(
                    entry.getValue(),
                    sensitive.path(entry.getKey()),
                    unknown == null ? null : unknown.path(entry.getKey()));
            if (value != null) {
                told.put(entry.getKey(), value);
            }
        });
        if (unknown != null && unknown.isObject()) {
            unknown.properties().forEach(entry -> {
                if (entry.getValue().isBoolean() && entry.getValue().asBoolean()) {
                    told.putIfAbsent(entry.getKey(), UNKNOWN);
                }
            });
        }
        return told;
    }

    private @Nullable Object value(JsonNode value, JsonNode sensitive, @Nullable JsonNode unknown) {
        if (sensitive.isBoolean() && sensitive.asBoolean()) {
            return SENSITIVE;
        }
        if (unknown != null && unknown.isBoolean() && unknown.asBoolean()) {
            return UNKNOWN;
        }
        if (value.isObject()) {
            return values(value, sensitive, unknown);
        }
        if (value.isArray()) {
            List<Object> told = new ArrayList<>();
            for (int i = 0; i < value.size(); i++) {
                Object element = value(value.get(i), sensitive.path(i), unknown == null ? null : unknown.path(i));
                if (element != null) {
                    told.add(element);
                }
            }
            return told;
        }
        if (value.isString()) {
            String text = masked.apply(value.asString());
            return text.length() > LONGEST_VALUE
                    ? text.substring(0, LONGEST_VALUE) + "… (" + text.length() + " characters)"
                    : text;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isNumber() ? value.decimalValue() : null;
    }
}
