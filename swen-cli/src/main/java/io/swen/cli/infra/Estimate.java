package io.swen.cli.infra;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the nodes of a plan cost by SWEN's own catalog, and what else of it costs something that the catalog has no price of.
 *
 * @param lines the nodes
 * @param unpriced numbers of other things that are billed, by type
 */
record Estimate(List<Line> lines, Map<String, Integer> unpriced) {

    /** A month as the clouds' own calculators count it. */
    static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

    /** What is asked of the catalog. */
    record Query(String region, String type, String purchaseOption) {}

    /**
     * What the catalog answers.
     *
     * @param usdPerHour of one node
     * @param origin listed, derived or simulated
     */
    record Price(BigDecimal usdPerHour, String origin, String listAsOf) {}

    /**
     * Nodes of one kind.
     *
     * @param price null where the catalog has none
     */
    record Line(Query what, int count, @Nullable Price price) {

        BigDecimal usdPerHour() {
            return price == null ? BigDecimal.ZERO : price.usdPerHour().multiply(BigDecimal.valueOf(count));
        }
    }

    /** Types that are billed by the hour, the request or the gigabyte; what is not named here is free of charge. */
    private static final List<String> BILLED = List.of(
            "aws_acm_certificate",
            "aws_backup_vault",
            "aws_cloudfront_distribution",
            "aws_cloudtrail",
            "aws_cloudwatch_log_group",
            "aws_cloudwatch_metric_alarm",
            "aws_db_instance",
            "aws_eip",
            "aws_flow_log",
            "aws_kms_key",
            "aws_lb",
            "aws_nat_gateway",
            "aws_s3_bucket",
            "aws_secretsmanager_secret",
            "aws_shield_protection",
            "aws_sns_topic",
            "aws_sqs_queue",
            "aws_wafv2_web_acl",
            "alicloud_actiontrail_trail",
            "alicloud_alb_load_balancer",
            "alicloud_cms_alarm",
            "alicloud_db_instance",
            "alicloud_dcdn_domain",
            "alicloud_ddoscoo_instance",
            "alicloud_eip_address",
            "alicloud_hbr_vault",
            "alicloud_kms_instance",
            "alicloud_kms_secret",
            "alicloud_log_store",
            "alicloud_nat_gateway",
            "alicloud_oss_bucket",
            "alicloud_vpc_flow_log",
            "alicloud_wafv3_instance");

    Estimate {
        lines = List.copyOf(lines);
        unpriced = Map.copyOf(unpriced);
    }

    /** What has to be asked to estimate a plan. */
    static List<Query> queries(JsonNode plan) {
        List<Query> queries = new ArrayList<>();
        for (NodeGroup group : NodeGroup.in(plan)) {
            queries.add(new Query(group.region(), group.type(), "on_demand"));
            queries.add(new Query(group.region(), group.type(), "spot"));
        }
        return queries.stream().distinct().toList();
    }

    static Estimate of(JsonNode plan, Function<Query, @Nullable Price> prices) {
        List<Line> lines = new ArrayList<>();
        for (NodeGroup group : NodeGroup.in(plan)) {
            add(lines, new Query(group.region(), group.type(), "on_demand"), group.onDemand(), prices);
            add(lines, new Query(group.region(), group.type(), "spot"), group.spot(), prices);
        }
        Map<String, Integer> unpriced = new TreeMap<>();
        for (Planned resource : Planned.ofPlan(plan)) {
            if (BILLED.contains(resource.type())) {
                unpriced.merge(resource.type(), 1, Integer::sum);
            }
        }
        return new Estimate(lines, unpriced);
    }

    private static void add(List<Line> lines, Query query, int count, Function<Query, @Nullable Price> prices) {
        if (count > 0) {
            lines.add(new Line(query, count, prices.apply(query)));
        }
    }

    BigDecimal usdPerHour() {
        return lines.stream().map(Line::usdPerHour).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal usdPerMonth() {
        return monthly(usdPerHour());
    }

    /** To a hundredth of a cent, as it is shown. */
    static String hourly(BigDecimal usdPerHour) {
        return usdPerHour.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    static BigDecimal monthly(BigDecimal hourly) {
        return hourly.multiply(HOURS_A_MONTH).setScale(2, RoundingMode.HALF_UP);
    }
}
