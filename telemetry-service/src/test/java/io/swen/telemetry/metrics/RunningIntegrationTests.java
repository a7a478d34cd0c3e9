package io.swen.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import tools.jackson.databind.JsonNode;

class RunningIntegrationTests extends TelemetryTest {

    private static String awsInstance = "";
    private static String alibabaInstance = "";

    @BeforeAll
    static void runOneInstanceInEachCloud() throws Exception {
        try (Ec2Client ec2 = ec2()) {
            awsInstance = ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.M7_I_LARGE)
                            .minCount(1)
                            .maxCount(1)
                            .placement(placement -> placement.availabilityZone("us-east-1a"))
                            .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                                    .tags(tags("research", "wl-aws").entrySet().stream()
                                            .map(tag -> Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                            .toList())))
                    .instances()
                    .getFirst()
                    .instanceId();
        }
        RunInstancesRequest request = new RunInstancesRequest();
        request.setSysEndpoint(SIMULATOR.alibabaEndpoint().getAuthority());
        request.setSysProtocol(ProtocolType.HTTP);
        request.setSysRegionId("cn-hangzhou");
        request.setImageId("ubuntu_24_04_x64_20G_alibase_20260101.vhd");
        request.setInstanceType("ecs.g7.large");
        request.setSecurityGroupId("sg-bp1test");
        request.setVSwitchId("vsw-bp1test");
        request.setAmount(1);
        request.setTags(tags("platform", "wl-alibaba").entrySet().stream()
                .map(tag -> {
                    RunInstancesRequest.Tag one = new RunInstancesRequest.Tag();
                    one.setKey(tag.getKey());
                    one.setValue(tag.getValue());
                    return one;
                })
                .toList());
        DefaultAcsClient client =
                new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou"), new DefaultCredentialsProvider());
        try {
            alibabaInstance = client.getAcsResponse(request).getInstanceIdSets().getFirst();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void seesInstancesOfBothCloudsWithTheirTagsAndOffers() {
        await().atMost(PATIENCE)
                .until(() ->
                        instance("wl-aws").isObject() && instance("wl-alibaba").isObject());
        await().atMost(PATIENCE)
                .until(() -> instance("wl-aws").at("/state").asString().equals("running")
                        && instance("wl-alibaba").at("/state").asString().equals("running"));

        JsonNode aws = instance("wl-aws");
        assertThat(aws.at("/instance_id").asString()).isEqualTo(awsInstance);
        assertThat(aws.at("/offer_id").asString()).isEqualTo("aws:use1-az1/m7i.large/on_demand");
        assertThat(aws.at("/price/amount").asString()).isEqualTo("0.1008");
        assertThat(aws.at("/team").asString()).isEqualTo("research");
        assertThat(aws.at("/environment").asString()).isEqualTo("dev");
        assertThat(aws.at("/simulated").asBoolean()).isTrue();
        JsonNode alibaba = instance("wl-alibaba");
        assertThat(alibaba.at("/instance_id").asString()).isEqualTo(alibabaInstance);
        assertThat(alibaba.at("/purchase_option").asString()).isEqualTo("on_demand");
        assertThat(alibaba.at("/zone").asString()).startsWith("alibaba:cn-hangzhou-");
    }

    @Test
    void measuresWhatRunsInTheSameUnitsForBothClouds() {
        for (String workload : List.of("wl-aws", "wl-alibaba")) {
            await().atMost(PATIENCE)
                    .until(() -> instance(workload).at("/metrics").size() == 3);
            JsonNode metrics = instance(workload).at("/metrics");
            assertThat(metrics.at("/0/name").asString()).isEqualTo("cpu_utilization");
            assertThat(metrics.at("/0/value").asDouble()).isBetween(0.0, 100.0);
            assertThat(metrics.at("/0/stale").asBoolean()).isFalse();
            assertThat(metrics.at("/1/unit").asString()).isEqualTo("bytes_per_second");
            assertThat(metrics.at("/1/value").asDouble()).isBetween(100.0, 10_000_000.0);
        }
        assertThat(jdbc.queryForObject(
                        "select count(*) from (select series, time from metric_sample group by 1, 2 having count(*) > 1) twice",
                        Integer.class))
                .isZero();
    }

    @Test
    void answersRangeQueriesOnAStepGridWithNullForGaps() {
        await().atMost(PATIENCE).until(() -> instance("wl-aws").at("/metrics").size() == 3);

        JsonNode range = ok("/api/v1/metrics?name=cpu_utilization&workload=wl-aws&step=PT5M");
        assertThat(range.at("/series").size()).isEqualTo(1);
        JsonNode points = range.at("/series/0/points");
        assertThat(points.size()).isBetween(12, 13);
        for (JsonNode point : points) {
            assertThat(Instant.parse(point.at("/time").asString()).getEpochSecond() % 300)
                    .isZero();
        }
        assertThat(points.valueStream().filter(point -> point.at("/value").isNumber()))
                .isNotEmpty();
        // Nothing was measured before the launch.
        assertThat(
                        ok("/api/v1/metrics?name=cpu_utilization&workload=wl-aws&step=PT1H&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")
                                .at("/series/0/points")
                                .valueStream()
                                .filter(point -> point.at("/value").isNull()))
                .hasSize(24);
        assertThat(ok("/api/v1/metrics?workload=wl-unknown").at("/series").size())
                .isZero();
    }

    @Test
    void refusesRangesThatAskForTooMuch() {
        JsonNode problem = problem(
                get("/api/v1/metrics?step=PT1S&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"),
                400,
                "invalid-field");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("step");
        assertThat(problem.at("/errors/0/allowed").asString()).contains("PT1M2");
        problem(get("/api/v1/metrics?name=temperature"), 400, "invalid-field");
        problem(get("/api/v1/metrics?step=PT0S"), 400, "invalid-field");
        problem(get("/api/v1/metrics?from=yesterday"), 400, "invalid-parameter");
        problem(get("/api/v1/metrics?from=%2B100000-01-01T00:00:00Z"), 400, "invalid-field");
        problem(get("/api/v1/instances?state=asleep"), 400, "invalid-field");
        problem(get("/api/v1/instances?provider=gcp"), 400, "invalid-field");
    }

    @Test
    void showsInstancesMetricsAndCostsOnlyToThoseWhoSeeTheTeam() {
        await().atMost(PATIENCE).until(() -> instance("wl-aws").at("/metrics").size() == 3);
        String other = TestIssuer.token("viewer", List.of("platform"), List.of("dev"), Role.VIEWER);
        String elsewhere = TestIssuer.token("viewer", List.of("research"), List.of("prod"), Role.VIEWER);

        for (String token : List.of(other, elsewhere)) {
            assertThat(ok("/api/v1/instances?workload=wl-aws", token)
                            .at("/items")
                            .size())
                    .isZero();
            assertThat(ok("/api/v1/metrics?workload=wl-aws", token)
                            .at("/series")
                            .size())
                    .isZero();
            assertThat(ok("/telemetry", token).toString()).doesNotContain(awsInstance);
        }
        assertThat(ok("/api/v1/costs/summary", elsewhere)
                        .at("/running_instances")
                        .asInt())
                .isZero();
        assertThat(ok("/telemetry").toString()).contains(awsInstance);
    }

    @Test
    void metersPriceTimesTimeUntilTheInstanceIsGone() throws Exception {
        String doomed;
        try (Ec2Client ec2 = ec2()) {
            doomed = ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.C7_G_XLARGE)
                            .minCount(1)
                            .maxCount(1)
                            .instanceMarketOptions(market -> market.marketType("spot"))
                            .placement(placement -> placement.availabilityZone("us-east-1b"))
                            .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                                    .tags(tags("metering", "wl-metered").entrySet().stream()
                                            .map(tag -> Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                            .toList())))
                    .instances()
                    .getFirst()
                    .instanceId();
            String team = TestIssuer.token("finops", List.of("metering"), List.of("dev"), Role.VIEWER);
            await().atMost(PATIENCE)
                    .until(() -> ok("/api/v1/costs/summary", team)
                                    .at("/running_instances")
                                    .asInt()
                            == 1);
            JsonNode summary = ok("/api/v1/costs/summary", team);
            assertThat(summary.at("/basis").asString()).isEqualTo("metered");
            assertThat(summary.at("/simulated").asBoolean()).isTrue();
            assertThat(new BigDecimal(summary.at("/hourly/amount").asString())).isPositive();
            assertThat(summary.at("/by_provider/0/provider").asString()).isEqualTo("aws");
            assertThat(summary.at("/by_team/0/team").asString()).isEqualTo("metering");
            assertThat(summary.at("/by_purchase_option/0/purchase_option").asString())
                    .isEqualTo("spot");
            ec2.terminateInstances(request -> request.instanceIds(doomed));
            await().atMost(PATIENCE)
                    .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                            "select settled from instance where instance_id = ?", Boolean.class, doomed)));
            assertThat(ok("/api/v1/costs/summary", team)
                            .at("/running_instances")
                            .asInt())
                    .isZero();
            assertThat(new BigDecimal(ok("/api/v1/costs/summary", team)
                            .at("/total/amount")
                            .asString()))
                    .isPositive();
            // What it is compared with came with its tags.
            JsonNode savings = ok("/api/v1/costs/summary", team).at("/savings");
            assertThat(new BigDecimal(savings.at("/baseline/amount").asString()))
                    .isGreaterThan(new BigDecimal(savings.at("/covered/amount").asString()));
        }
        List<BigDecimal> metered = jdbc.queryForObject(
                "select sum(seconds), min(extract(epoch from i.ended_at - i.launched_at)), sum(cost_usd),"
                        + " sum(unit_price_usd * seconds) / 3600 from cost_record c"
                        + " join instance i on i.id = c.instance where i.instance_id = ?",
                (row, index) ->
                        List.of(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3), row.getBigDecimal(4)),
                doomed);
        assertThat(metered).isNotNull().hasSize(4);
        if (metered != null) {
            assertThat(metered.get(0)).isEqualByComparingTo(metered.get(1));
            assertThat(metered.get(2)).isCloseTo(metered.get(3), Offset.offset(new BigDecimal("1e-9")));
        }
        problem(get("/api/v1/costs/summary?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"), 400, "invalid-field");
    }

    private JsonNode instance(String workload) {
        return ok("/api/v1/instances?workload=" + workload).at("/items/0");
    }

    private static Map<String, String> tags(String team, String workload) {
        return Map.of(
                "Project",
                "swen",
                "ManagedBy",
                "swen",
                "Environment",
                "dev",
                "swen:team",
                team,
                "swen:workload",
                workload,
                "swen:replica",
                "0",
                "swen:baseline-usd-per-hour",
                "2.5");
    }

    private static Ec2Client ec2() {
        return Ec2Client.builder()
                .endpointOverride(SIMULATOR.awsEndpoint())
                .region(Region.US_EAST_1)
                .build();
    }
}
