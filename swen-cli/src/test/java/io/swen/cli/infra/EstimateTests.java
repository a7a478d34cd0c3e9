package io.swen.cli.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import io.swen.cli.infra.Estimate.Line;
import io.swen.cli.infra.Estimate.Price;
import io.swen.cli.infra.Estimate.Query;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EstimateTests {

    private static final Query ON_DEMAND = new Query("aws:eu-central-1", "m7i.large", "on_demand");
    private static final Query SPOT = new Query("aws:eu-central-1", "m7i.large", "spot");
    private static final Query ALIBABA = new Query("alibaba:cn-hangzhou", "ecs.g7.large", "on_demand");

    private static final JsonNode PLAN = Json.parse("""
            {"variables":{"aws_region":{"value":"eu-central-1"},"alibaba_region":{"value":"cn-hangzhou"}},
             "planned_values":{"root_module":{"resources":[
               {"address":"data.aws_ami.x","mode":"data","type":"aws_db_instance","values":{}}],
              "child_modules":[{"resources":[
               {"address":"module.aws.aws_autoscaling_group.n","mode":"managed","type":"aws_autoscaling_group","values":{
                 "desired_capacity":6,"mixed_instances_policy":[{
                   "instances_distribution":[{"on_demand_base_capacity":2,"on_demand_percentage_above_base_capacity":30}],
                   "launch_template":[{"override":[{"instance_type":"m7i.large"},{"instance_type":"m6i.large"}]}]}]}},
               {"address":"module.alibaba.alicloud_ess_scaling_group.n","mode":"managed","type":"alicloud_ess_scaling_group","values":{
                 "desired_capacity":1,"on_demand_base_capacity":1,"on_demand_percentage_above_base_capacity":0,
                 "launch_template_override":[{"instance_type":"ecs.g7.large"}]}},
               {"address":"module.aws.aws_db_instance.d","mode":"managed","type":"aws_db_instance","values":{}},
               {"address":"module.aws.aws_vpc.v","mode":"managed","type":"aws_vpc","values":{}}]}]}}}
            """);

    @Test
    void countsNodesOnDemandAndSpotAsTheCloudsDo() {
        // Of four above the base 30 per cent are 1.2, rounded up.
        assertThat(NodeGroup.in(PLAN))
                .containsExactlyInAnyOrder(
                        new NodeGroup("aws:eu-central-1", "m7i.large", 4, 2),
                        new NodeGroup("alibaba:cn-hangzhou", "ecs.g7.large", 1, 0));
    }

    @Test
    void sumsWhatTheCatalogPricesAndNamesWhatItDoesNot() {
        Map<Query, Price> prices = Map.of(
                ON_DEMAND, new Price(new BigDecimal("0.10"), "listed", "2026-07-20"),
                SPOT, new Price(new BigDecimal("0.04"), "derived", "2025-01-01"));

        Estimate estimate = Estimate.of(PLAN, prices::get);

        assertThat(estimate.usdPerHour()).isEqualByComparingTo("0.48");
        assertThat(estimate.usdPerMonth()).isEqualByComparingTo("350.40");
        assertThat(estimate.lines()).contains(new Line(ALIBABA, 1, null));
        assertThat(estimate.unpriced()).containsExactlyEntriesOf(Map.of("aws_db_instance", 1));
    }
}
