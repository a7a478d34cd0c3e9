package io.swen.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyuncs.cms.model.v20190101.DescribeMetricListRequest;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.exceptions.ClientException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PricingAndMetricsIntegrationTests {

    @TempDir
    static Path directory;

    private static SimulatorServer simulator;
    private static Clients clients;

    @BeforeAll
    static void start() {
        simulator = SimulatorServer.start(SimulatorConfig.forTests(directory).withThrottleFactor(0));
        clients = new Clients(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.stop();
    }

    @Test
    void tellsTheListPriceOfATypeInThePriceListsOwnDocument() {
        List<String> products = clients.pricing()
                .getProducts(r -> r.serviceCode("AmazonEC2")
                        .filters(
                                match("regionCode", "us-east-1"),
                                match("instanceType", "m5.large"),
                                match("operatingSystem", "Linux"),
                                match("tenancy", "Shared"),
                                match("preInstalledSw", "NA"),
                                match("capacitystatus", "Used")))
                .priceList();
        JsonNode product = JsonMapper.shared()
                .readTree(assertThat(products).singleElement().actual());
        assertThat(product.at("/product/attributes/memory").asString()).isEqualTo("8 GiB");
        assertThat(product.at("/product/attributes/location").asString()).isEqualTo("US East (N. Virginia)");
        JsonNode term = product.at("/terms/OnDemand").values().iterator().next();
        JsonNode dimension = term.path("priceDimensions").values().iterator().next();
        assertThat(dimension.path("unit").asString()).isEqualTo("Hrs");
        assertThat(new BigDecimal(dimension.at("/pricePerUnit/USD").asString())).isEqualByComparingTo("0.096");
        assertThat(term.path("effectiveDate").asString()).isEqualTo("2026-07-20T00:00:00Z");
    }

    @Test
    void pagesThroughTheProductsOfARegion() {
        PricingClient pricing = clients.pricing();
        var products = pricing
                .getProductsPaginator(r -> r.serviceCode("AmazonEC2").filters(match("regionCode", "eu-west-3")))
                .priceList()
                .stream()
                .toList();
        assertThat(products).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        assertThat(pricing.getProducts(r -> r.serviceCode("AmazonEC2").filters(match("operatingSystem", "Windows")))
                        .priceList())
                .isEmpty();
    }

    @Test
    void answersErrorsOfThePriceList() {
        PricingClient pricing = clients.pricing();
        Ec2IntegrationTests.assertCode(
                () -> pricing.getProducts(r -> r.serviceCode("AmazonS3")), "NotFoundException", 400);
        Ec2IntegrationTests.assertCode(
                () -> pricing.getProducts(r -> r.serviceCode("AmazonEC2").maxResults(101)),
                "InvalidParameterException",
                400);
        Ec2IntegrationTests.assertCode(
                () -> pricing.getProducts(r -> r.serviceCode("AmazonEC2").nextToken("nonsense")),
                "InvalidNextTokenException",
                400);
        Ec2IntegrationTests.assertCode(pricing::describeServices, "UnknownOperationException", 400);
        Ec2IntegrationTests.assertCode(
                () -> clients.aws(PricingClient.builder(), "us-east-1")
                        .credentialsProvider(() -> AwsBasicCredentials.create(
                                simulator.credentials().aws().getFirst().accessKeyId(), "wrong"))
                        .build()
                        .getProducts(r -> r.serviceCode("AmazonEC2")),
                "InvalidSignatureException",
                400);
    }

    @Test
    void tellsTheMetricsOfAnInstanceWhileItRuns() {
        String id = clients.ec2("eu-central-1")
                .runInstances(r -> r.imageId("ami-0123456789abcdef0")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        Instant launched = simulator.clock().instant();
        simulator.clock().advance(Duration.ofHours(3));
        Instant now = simulator.clock().instant();
        CloudWatchClient cloudWatch = clients.cloudWatch("eu-central-1");
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(launched.minus(Duration.ofHours(1)))
                .endTime(now)
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(
                        query("cpu", "CPUUtilization", id, "Average"),
                        query("in", "NetworkIn", id, "Sum"),
                        query("other", "CPUUtilization", "i-00000000000000000", "Average"))
                .build();
        var results = cloudWatch.getMetricData(request).metricDataResults();
        assertThat(results.get(0).values())
                .hasSizeBetween(33, 36)
                .allSatisfy(v -> assertThat(v).isBetween(0.0, 100.0));
        assertThat(results.get(0).timestamps())
                .isSorted()
                .allSatisfy(t -> assertThat(t).isBetween(launched, now));
        assertThat(results.get(1).values())
                .hasSameSizeAs(results.get(0).values())
                .allSatisfy(v -> assertThat(v).isPositive());
        assertThat(results.get(2).values()).isEmpty();
        assertThat(cloudWatch.getMetricData(request).metricDataResults()).isEqualTo(results);

        var paged = new ArrayList<Double>();
        for (var page : cloudWatch.getMetricDataPaginator(
                request.toBuilder().maxDatapoints(10).build())) {
            page.metricDataResults().stream().filter(r -> r.id().equals("cpu")).forEach(r -> paged.addAll(r.values()));
        }
        assertThat(paged).isEqualTo(results.get(0).values());
    }

    @Test
    void answersErrorsOfCloudWatch() {
        CloudWatchClient cloudWatch = clients.cloudWatch("us-east-1");
        Instant now = simulator.clock().instant();
        Ec2IntegrationTests.assertCode(
                () -> cloudWatch.getMetricData(
                        r -> r.startTime(now).endTime(now).metricDataQueries(query("a", "b", "c", "Sum"))),
                "ValidationError",
                400);
        Ec2IntegrationTests.assertCode(
                () -> cloudWatch.getMetricData(
                        r -> r.startTime(now.minusSeconds(60)).endTime(now)),
                "ValidationError",
                400);
        Ec2IntegrationTests.assertCode(cloudWatch::listMetrics, "InvalidAction", 400);
    }

    @Test
    void tellsTheMetricsOfAnAlibabaInstance() throws ClientException {
        Clients.Alibaba alibaba = clients.alibaba("cn-beijing");
        var run = new RunInstancesRequest();
        run.setInstanceType("ecs.g7.large");
        run.setImageId("aliyun_3_x64_20G_alibase.vhd");
        String id = alibaba.call(run).getInstanceIdSets().getFirst();
        simulator.clock().advance(Duration.ofHours(2));
        Instant now = simulator.clock().instant();

        var points = new ArrayList<JsonNode>();
        String token = null;
        do {
            var request = new DescribeMetricListRequest();
            request.setNamespace("acs_ecs_dashboard");
            request.setMetricName("CPUUtilization");
            request.setDimensions("[{\"instanceId\":\"" + id + "\"}]");
            request.setPeriod("60");
            request.setLength("50");
            request.setStartTime(Long.toString(now.minus(Duration.ofHours(5)).toEpochMilli()));
            request.setEndTime(Long.toString(now.toEpochMilli()));
            request.setNextToken(token);
            var answer = alibaba.call(request);
            assertThat(answer.getSuccess()).isTrue();
            assertThat(answer.getCode()).isEqualTo("200");
            JsonMapper.shared().readTree(answer.getDatapoints()).forEach(points::add);
            token = answer.getNextToken();
        } while (token != null && !token.isEmpty());
        assertThat(points).hasSizeBetween(117, 120).allSatisfy(p -> {
            assertThat(p.path("instanceId").asString()).isEqualTo(id);
            assertThat(p.path("Average").asDouble()).isBetween(0.0, 100.0);
            assertThat(p.path("Minimum").asDouble())
                    .isLessThanOrEqualTo(p.path("Maximum").asDouble());
        });

        var unknown = new DescribeMetricListRequest();
        unknown.setNamespace("acs_ecs_dashboard");
        unknown.setMetricName("NoSuchMetric");
        assertThatThrownBy(() -> alibaba.call(unknown))
                .isInstanceOfSatisfying(
                        ClientException.class, e -> assertThat(e.getErrCode()).isEqualTo("ResourceNotFound"));
    }

    private static Filter match(String field, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(field)
                .value(value)
                .build();
    }

    private static MetricDataQuery query(String id, String metric, String instance, String statistic) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(s -> s.period(300)
                        .stat(statistic)
                        .metric(m -> m.namespace("AWS/EC2")
                                .metricName(metric)
                                .dimensions(d -> d.name("InstanceId").value(instance))))
                .build();
    }
}
