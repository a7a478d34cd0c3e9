package io.swen.cli.infra;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A resource as {@code terraform show -json} tells it, of a plan or of a state.
 *
 * @param address its full address
 * @param type its type, such as {@code aws_vpc}
 * @param values its attributes; in a plan without those that are only known after the apply
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">Terraform's JSON output format</a>
 */
record Planned(String address, String type, JsonNode values) {

    /** What a plan will leave. */
    static List<Planned> ofPlan(JsonNode plan) {
        List<Planned> found = new ArrayList<>();
        collect(plan.at("/planned_values/root_module"), found);
        return List.copyOf(found);
    }

    /** What there is. */
    static List<Planned> ofState(JsonNode state) {
        List<Planned> found = new ArrayList<>();
        collect(state.at("/values/root_module"), found);
        return List.copyOf(found);
    }

    private static void collect(JsonNode module, List<Planned> found) {
        for (JsonNode resource : module.path("resources")) {
            if (resource.path("mode").asString("").equals("managed")) {
                found.add(new Planned(
                        resource.path("address").asString(""),
                        resource.path("type").asString(""),
                        resource.path("values")));
            }
        }
        for (JsonNode child : module.path("child_modules")) {
            collect(child, found);
        }
    }

    /** The module it stands in. */
    String module() {
        int end = address.lastIndexOf("." + type + ".");
        return end < 0 ? "" : address.substring(0, end);
    }

    String text(String name) {
        JsonNode value = values.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }
}
