package io.swen.cli.infra;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A scaling group of a plan, as far as its cost depends on it.
 *
 * @param region provider-qualified
 * @param type the type that is started first; the others of the group only stand in for it
 * @param onDemand nodes on demand, at the number that the group starts with
 * @param spot nodes of spot capacity
 */
record NodeGroup(String region, String type, int onDemand, int spot) {

    private static final int ALL = 100;

    /** The groups of both clouds in a plan. */
    static List<NodeGroup> in(JsonNode plan) {
        List<NodeGroup> groups = new ArrayList<>();
        for (Planned resource : Planned.ofPlan(plan)) {
            JsonNode values = resource.values();
            switch (resource.type()) {
                case "aws_autoscaling_group" -> {
                    JsonNode mix = values.at("/mixed_instances_policy/0");
                    groups.add(of(
                            "aws:" + variable(plan, "aws_region"),
                            mix.at("/launch_template/0/override/0/instance_type")
                                    .asString(""),
                            values.path("desired_capacity").asInt(0),
                            mix.at("/instances_distribution/0/on_demand_base_capacity")
                                    .asInt(0),
                            mix.at("/instances_distribution/0/on_demand_percentage_above_base_capacity")
                                    .asInt(ALL)));
                }
                case "alicloud_ess_scaling_group" ->
                    groups.add(of(
                            "alibaba:" + variable(plan, "alibaba_region"),
                            values.at("/launch_template_override/0/instance_type")
                                    .asString(""),
                            values.path("desired_capacity").asInt(0),
                            values.path("on_demand_base_capacity").asInt(0),
                            values.path("on_demand_percentage_above_base_capacity")
                                    .asInt(ALL)));
                default -> {}
            }
        }
        return List.copyOf(groups);
    }

    /** Both clouds round the share on demand up. */
    private static NodeGroup of(String region, String type, int nodes, int base, int percentage) {
        int above = Math.max(0, nodes - base);
        int onDemand = Math.min(nodes, base) + (above * percentage + ALL - 1) / ALL;
        return new NodeGroup(region, type, onDemand, nodes - onDemand);
    }

    private static String variable(JsonNode plan, String name) {
        return plan.at("/variables/" + name + "/value").asString("");
    }
}
