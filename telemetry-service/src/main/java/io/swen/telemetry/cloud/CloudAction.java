package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Every API call that this service makes to a cloud, what it must be allowed to do for it, and what the provider charges.
 *
 * <p>docs/telemetry/cloud-calls.md is the same table for people; a test keeps the two alike.
 */
enum CloudAction {
    AWS_DESCRIBE_REGIONS(Provider.AWS, "DescribeRegions", "ec2:DescribeRegions", Billing.FREE),
    AWS_DESCRIBE_AVAILABILITY_ZONES(
            Provider.AWS, "DescribeAvailabilityZones", "ec2:DescribeAvailabilityZones", Billing.FREE),
    AWS_DESCRIBE_INSTANCE_TYPES(Provider.AWS, "DescribeInstanceTypes", "ec2:DescribeInstanceTypes", Billing.FREE),
    AWS_DESCRIBE_SPOT_PRICE_HISTORY(
            Provider.AWS, "DescribeSpotPriceHistory", "ec2:DescribeSpotPriceHistory", Billing.FREE),
    AWS_GET_SPOT_PLACEMENT_SCORES(Provider.AWS, "GetSpotPlacementScores", "ec2:GetSpotPlacementScores", Billing.FREE),
    AWS_DESCRIBE_INSTANCES(Provider.AWS, "DescribeInstances", "ec2:DescribeInstances", Billing.FREE),
    AWS_DESCRIBE_INSTANCE_STATUS(Provider.AWS, "DescribeInstanceStatus", "ec2:DescribeInstanceStatus", Billing.FREE),
    AWS_GET_PRODUCTS(Provider.AWS, "GetProducts", "pricing:GetProducts", Billing.FREE),
    AWS_PRICE_FILE(Provider.AWS, "PriceFile", "none", Billing.FREE),
    AWS_GET_METRIC_DATA(Provider.AWS, "GetMetricData", "cloudwatch:GetMetricData", Billing.PER_THOUSAND_METRICS),
    AWS_GET_QUEUE_URL(Provider.AWS, "GetQueueUrl", "sqs:GetQueueUrl", Billing.FREE),
    AWS_RECEIVE_MESSAGE(Provider.AWS, "ReceiveMessage", "sqs:ReceiveMessage", Billing.FREE),
    AWS_DELETE_MESSAGE_BATCH(Provider.AWS, "DeleteMessageBatch", "sqs:DeleteMessage", Billing.FREE),
    AWS_GET_COST_AND_USAGE(Provider.AWS, "GetCostAndUsage", "ce:GetCostAndUsage", Billing.CENT_A_REQUEST),
    AWS_GET_OBJECT(Provider.AWS, "GetObject", "s3:GetObject", Billing.FREE),
    AWS_ASSUME_ROLE(Provider.AWS, "AssumeRole", "sts:AssumeRole", Billing.FREE),

    ALIBABA_DESCRIBE_REGIONS(Provider.ALIBABA, "DescribeRegions", "ecs:DescribeRegions", Billing.FREE),
    ALIBABA_DESCRIBE_ZONES(Provider.ALIBABA, "DescribeZones", "ecs:DescribeZones", Billing.FREE),
    ALIBABA_DESCRIBE_INSTANCE_TYPES(
            Provider.ALIBABA, "DescribeInstanceTypes", "ecs:DescribeInstanceTypes", Billing.FREE),
    ALIBABA_DESCRIBE_PRICE(Provider.ALIBABA, "DescribePrice", "ecs:DescribePrice", Billing.FREE),
    ALIBABA_DESCRIBE_SPOT_PRICE_HISTORY(
            Provider.ALIBABA, "DescribeSpotPriceHistory", "ecs:DescribeSpotPriceHistory", Billing.FREE),
    ALIBABA_DESCRIBE_SPOT_ADVICE(Provider.ALIBABA, "DescribeSpotAdvice", "ecs:DescribeSpotAdvice", Billing.FREE),
    ALIBABA_DESCRIBE_AVAILABLE_RESOURCE(
            Provider.ALIBABA, "DescribeAvailableResource", "ecs:DescribeAvailableResource", Billing.FREE),
    ALIBABA_DESCRIBE_INSTANCES(Provider.ALIBABA, "DescribeInstances", "ecs:DescribeInstances", Billing.FREE),
    ALIBABA_DESCRIBE_INSTANCES_FULL_STATUS(
            Provider.ALIBABA, "DescribeInstancesFullStatus", "ecs:DescribeInstancesFullStatus", Billing.FREE),
    ALIBABA_DESCRIBE_INSTANCE_HISTORY_EVENTS(
            Provider.ALIBABA, "DescribeInstanceHistoryEvents", "ecs:DescribeInstanceHistoryEvents", Billing.FREE),
    ALIBABA_DESCRIBE_METRIC_LIST(Provider.ALIBABA, "DescribeMetricList", "cms:QueryMetricList", Billing.FREE),
    ALIBABA_DESCRIBE_INSTANCE_BILL(Provider.ALIBABA, "DescribeInstanceBill", "bss:DescribeInstanceBill", Billing.FREE),
    ALIBABA_ASSUME_ROLE(Provider.ALIBABA, "AssumeRole", "sts:AssumeRole", Billing.FREE);

    /** The day of the price lists that {@link Billing} is from. */
    static final LocalDate PRICES_AS_OF = LocalDate.of(2025, 6, 1);

    /** What a call costs; units are what the provider counts: requests, or metrics asked for. */
    enum Billing {
        FREE("0"),
        /** CloudWatch: 0.01 USD for 1,000 metrics that GetMetricData is asked for. */
        PER_THOUSAND_METRICS("0.00001"),
        /** Cost Explorer: 0.01 USD for each request, which is each page. */
        CENT_A_REQUEST("0.01");

        private final BigDecimal usdPerUnit;

        Billing(String usdPerUnit) {
            this.usdPerUnit = new BigDecimal(usdPerUnit);
        }

        BigDecimal usdPerUnit() {
            return usdPerUnit;
        }
    }

    private final Provider provider;
    private final String id;
    private final String permission;
    private final Billing billing;

    CloudAction(Provider provider, String id, String permission, Billing billing) {
        this.provider = provider;
        this.id = id;
        this.permission = permission;
        this.billing = billing;
    }

    /** Whether it is a call to a queue, of which there are as many as there are messages. */
    boolean isOfQueue() {
        return this == AWS_RECEIVE_MESSAGE || this == AWS_DELETE_MESSAGE_BATCH;
    }

    Provider provider() {
        return provider;
    }

    /** The provider's name of the call. */
    String id() {
        return id;
    }

    /** What a policy must allow; {@code none} where the call is not signed. */
    String permission() {
        return permission;
    }

    Billing billing() {
        return billing;
    }

    boolean isBilled() {
        return billing != Billing.FREE;
    }

    BigDecimal cost(long units) {
        return billing.usdPerUnit().multiply(BigDecimal.valueOf(units));
    }
}
