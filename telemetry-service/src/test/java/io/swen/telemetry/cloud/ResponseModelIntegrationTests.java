package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.auth.sts.AssumeRoleRequest;
import com.aliyuncs.bssopenapi.model.v20171214.DescribeInstanceBillRequest;
import com.aliyuncs.cms.model.v20190101.DescribeMetricListRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceHistoryEventsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceTypesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesFullStatusRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribePriceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeRegionsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotAdviceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotPriceHistoryRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeZonesRequest;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.swen.telemetry.TelemetryTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.costexplorer.CostExplorerClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever the simulator writes has a place in the SDKs' own models: a name that an SDK does not know would be dropped by it, and
 * nobody would notice that the real clouds call it otherwise.
 */
class ResponseModelIntegrationTests extends TelemetryTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static String alibabaInstance = "";

    /** The body of the last answer, before the SDK reads it. */
    private static final class Tap implements ExecutionInterceptor {
        private byte[] last = {};

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            try (InputStream body = context.responseBody().orElse(InputStream.nullInputStream())) {
                last = body.readAllBytes();
                return Optional.of(new ByteArrayInputStream(last));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Tap tap = new Tap();

    @BeforeAll
    static void interruptASpotInstanceInEachCloud() throws Exception {
        try (Ec2Client ec2 = new ResponseModelIntegrationTests().configured(Ec2Client.builder())) {
            String instance = ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.C7_G_XLARGE)
                            .minCount(1)
                            .maxCount(1)
                            .instanceMarketOptions(market -> market.marketType("spot"))
                            .tagSpecifications(tags -> tags.resourceType("instance")
                                    .tags(tag -> tag.key("swen:team").value("models"))))
                    .instances()
                    .getFirst()
                    .instanceId();
            assertThat(SIMULATOR.interrupt(instance)).isTrue();
        }
        RunInstancesRequest request = new RunInstancesRequest();
        request.setImageId("ubuntu_24_04_x64_20G_alibase_20260101.vhd");
        request.setInstanceType("ecs.g7.large");
        request.setSpotStrategy("SpotAsPriceGo");
        request.setSecurityGroupId("sg-bp1test");
        request.setVSwitchId("vsw-bp1test");
        request.setAmount(1);
        alibabaInstance = alibaba(request).at("/InstanceIdSets/InstanceIdSet/0").asString();
        assertThat(SIMULATOR.interrupt(alibabaInstance)).isTrue();
    }

    @Test
    void ec2AnswersInNamesOfItsSdk() {
        Instant now = SIMULATOR.clock().instant();
        Map<String, Function<Ec2Client, SdkPojo>> calls = new LinkedHashMap<>();
        calls.put("DescribeRegions", Ec2Client::describeRegions);
        calls.put("DescribeAvailabilityZones", Ec2Client::describeAvailabilityZones);
        calls.put("DescribeInstanceTypes", ec2 -> ec2.describeInstanceTypes(request -> {}));
        calls.put("DescribeSpotPriceHistory", ec2 -> ec2.describeSpotPriceHistory(request -> request.startTime(now)));
        calls.put("DescribeInstances", Ec2Client::describeInstances);
        calls.put(
                "DescribeInstanceStatus",
                ec2 -> ec2.describeInstanceStatus(request -> request.includeAllInstances(true)));
        calls.put(
                "GetSpotPlacementScores",
                ec2 -> ec2.getSpotPlacementScores(request ->
                        request.instanceTypes("m7i.large").targetCapacity(1).singleAvailabilityZone(true)));
        try (Ec2Client ec2 = configured(Ec2Client.builder())) {
            calls.forEach((name, call) -> {
                SdkPojo answer = call.apply(ec2);
                List<String> unknown = new ArrayList<>();
                Element root = xml();
                assertThat(children(root)).as(name).hasSizeGreaterThan(1);
                unknown(root, answer.sdkFields(), name, List.of("requestId"), unknown);
                assertThat(unknown).as("names that the SDK does not know").isEmpty();
            });
        }
    }

    @Test
    void theQueryServicesAnswerInNamesOfTheirSdks() {
        Instant now = SIMULATOR.clock().instant();
        try (CloudWatchClient cloudWatch = configured(CloudWatchClient.builder());
                StsClient sts = configured(StsClient.builder())) {
            SdkPojo metrics = cloudWatch.getMetricData(request -> request.startTime(now.minus(Duration.ofHours(1)))
                    .endTime(now)
                    .metricDataQueries(query -> query.id("m1")
                            .metricStat(stat -> stat.stat("Average")
                                    .period(300)
                                    .metric(metric -> metric.namespace("AWS/EC2")
                                            .metricName("CPUUtilization")
                                            .dimensions(
                                                    d -> d.name("InstanceId").value("i-00000000000000001"))))));
            checkQuery("GetMetricData", metrics);
            SdkPojo keys = sts.assumeRole(request ->
                    request.roleArn("arn:aws:iam::210987654321:role/reader").roleSessionName("test"));
            checkQuery("AssumeRole", keys);
        }
    }

    @Test
    void theJsonServicesAnswerInNamesOfTheirSdks() {
        LocalDate today = LocalDate.ofInstant(SIMULATOR.clock().instant(), ZoneOffset.UTC);
        try (SqsClient sqs = configured(SqsClient.builder());
                CostExplorerClient costs = configured(CostExplorerClient.builder());
                PricingClient pricing = configured(PricingClient.builder())) {
            var url = sqs.getQueueUrl(request -> request.queueName("swen-notices"));
            checkJson("GetQueueUrl", url);
            // The service empties the queue as well, so this may be an answer without messages.
            checkJson("ReceiveMessage", sqs.receiveMessage(request -> request.queueUrl(url.queueUrl())));
            checkJson(
                    "DeleteMessageBatch",
                    sqs.deleteMessageBatch(request -> request.queueUrl(url.queueUrl())
                            .entries(entry -> entry.id("a").receiptHandle("none of its own"))));
            checkJson(
                    "GetCostAndUsage",
                    costs.getCostAndUsage(request -> request.timePeriod(
                                    period -> period.start(today.minusDays(1).toString())
                                            .end(today.plusDays(1).toString()))
                            .granularity("DAILY")
                            .metrics("UnblendedCost")
                            .groupBy(
                                    group -> group.type("DIMENSION").key("SERVICE"),
                                    group -> group.type("TAG").key("swen:team"))));
            checkJson(
                    "GetProducts",
                    pricing.getProducts(
                            request -> request.serviceCode("AmazonEC2").maxResults(2)));
        }
    }

    @Test
    void alibabaCloudAnswersInNamesOfItsSdk() throws Exception {
        Instant now = SIMULATOR.clock().instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        DescribePriceRequest price = new DescribePriceRequest();
        price.setInstanceType("ecs.g7.large");
        DescribeSpotPriceHistoryRequest spot = new DescribeSpotPriceHistoryRequest();
        spot.setInstanceType("ecs.g7.large");
        spot.setNetworkType("vpc");
        DescribeAvailableResourceRequest stock = new DescribeAvailableResourceRequest();
        stock.setDestinationResource("InstanceType");
        stock.setInstanceType("ecs.g7.large");
        DescribeSpotAdviceRequest advice = new DescribeSpotAdviceRequest();
        advice.setInstanceTypess(List.of("ecs.g7.large"));
        DescribeMetricListRequest metrics = new DescribeMetricListRequest();
        metrics.setNamespace("acs_ecs_dashboard");
        metrics.setMetricName("CPUUtilization");
        DescribeInstanceBillRequest bill = new DescribeInstanceBillRequest();
        bill.setBillingCycle(YearMonth.from(today).toString());
        bill.setBillingDate(today.toString());
        bill.setGranularity("DAILY");
        AssumeRoleRequest role = new AssumeRoleRequest();
        role.setRoleArn("acs:ram::1098765432109876:role/reader");
        role.setRoleSessionName("test");
        List<RpcAcsRequest<? extends AcsResponse>> requests = List.of(
                new DescribeRegionsRequest(),
                new DescribeZonesRequest(),
                new DescribeInstanceTypesRequest(),
                price,
                spot,
                stock,
                advice,
                new DescribeInstancesRequest(),
                new DescribeInstancesFullStatusRequest(),
                new DescribeInstanceHistoryEventsRequest(),
                metrics,
                bill,
                role);
        for (RpcAcsRequest<? extends AcsResponse> request : requests) {
            List<String> unknown = new ArrayList<>();
            JsonNode answer = alibaba(request);
            assertThat(answer.size()).as(request.getSysActionName()).isGreaterThan(1);
            unknown(answer, request.getResponseClass(), request.getSysActionName(), unknown);
            assertThat(unknown).as("names that the SDK does not know").isEmpty();
        }
        assertThat(alibaba(new DescribeInstanceHistoryEventsRequest()).toString())
                .contains(alibabaInstance);
    }

    private void checkQuery(String name, SdkPojo answer) {
        List<String> unknown = new ArrayList<>();
        for (Element part : children(xml())) {
            if (part.getTagName().equals(name + "Result")) {
                unknown(part, answer.sdkFields(), name, List.of(), unknown);
            } else {
                assertThat(part.getTagName()).isEqualTo("ResponseMetadata");
            }
        }
        assertThat(unknown).as("names that the SDK does not know").isEmpty();
    }

    private void checkJson(String name, SdkPojo answer) {
        List<String> unknown = new ArrayList<>();
        unknown(JSON.readTree(tap.last), answer.sdkFields(), name, unknown);
        assertThat(unknown).as("names that the SDK does not know").isEmpty();
    }

    /** Compares the elements inside one with the fields of a model. */
    private static void unknown(
            Element element, List<SdkField<?>> fields, String path, List<String> allowed, List<String> into) {
        for (Element child : children(element)) {
            String name = child.getTagName();
            Optional<SdkField<?>> field = fields.stream()
                    .filter(f -> name.equals(f.unmarshallLocationName()))
                    .findFirst();
            if (field.isEmpty()) {
                if (!allowed.contains(name)) {
                    into.add(path + "." + name);
                }
            } else {
                inside(child, field.get(), path + "." + name, into);
            }
        }
    }

    private static void inside(Element element, SdkField<?> field, String path, List<String> into) {
        if (field.marshallingType().equals(MarshallingType.LIST)) {
            ListTrait list = field.getTrait(ListTrait.class);
            String item = list.memberLocationName() == null ? "member" : list.memberLocationName();
            for (Element member : children(element)) {
                if (!member.getTagName().equals(item)) {
                    into.add(path + "." + member.getTagName());
                } else {
                    inside(member, list.memberFieldInfo(), path, into);
                }
            }
        } else if (field.marshallingType().equals(MarshallingType.SDK_POJO)) {
            unknown(element, ((SdkPojo) field.constructor().get()).sdkFields(), path, List.of(), into);
        }
    }

    private static void unknown(JsonNode object, List<SdkField<?>> fields, String path, List<String> into) {
        object.properties().forEach(entry -> {
            Optional<SdkField<?>> field = fields.stream()
                    .filter(f -> entry.getKey().equals(f.locationName()))
                    .findFirst();
            if (field.isEmpty()) {
                into.add(path + "." + entry.getKey());
                return;
            }
            SdkField<?> known = field.get();
            if (known.marshallingType().equals(MarshallingType.LIST)) {
                known = known.getTrait(ListTrait.class).memberFieldInfo();
            }
            if (known.marshallingType().equals(MarshallingType.SDK_POJO)) {
                List<SdkField<?>> inner = ((SdkPojo) known.constructor().get()).sdkFields();
                if (entry.getValue().isArray()) {
                    entry.getValue().forEach(item -> unknown(item, inner, path + "." + entry.getKey(), into));
                } else {
                    unknown(entry.getValue(), inner, path + "." + entry.getKey(), into);
                }
            }
        });
    }

    /** Compares the names of an answer with the setters of a class; a list stands under the name of its items. */
    private static void unknown(JsonNode object, Class<?> model, String path, List<String> into) {
        object.properties().forEach(entry -> {
            Optional<Method> setter = setter(model, entry.getKey());
            if (setter.isEmpty()) {
                into.add(path + "." + entry.getKey());
                return;
            }
            Type type = setter.get().getGenericParameterTypes()[0];
            JsonNode value = entry.getValue();
            if (type instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> item
                    && !item.getName().startsWith("java.")) {
                JsonNode items = value.isObject() && value.size() == 1
                        ? value.properties().iterator().next().getValue()
                        : value;
                items.forEach(one -> unknown(one, item, path + "." + entry.getKey(), into));
            } else if (type instanceof Class<?> inner
                    && value.isObject()
                    && !inner.getName().startsWith("java.")) {
                unknown(value, inner, path + "." + entry.getKey(), into);
            }
        });
    }

    /** The SDK adds an s to lists whose name has none. */
    private static Optional<Method> setter(Class<?> model, String name) {
        String wanted = "set" + name.toLowerCase(Locale.ROOT);
        for (Method method : model.getMethods()) {
            String have = method.getName().toLowerCase(Locale.ROOT);
            if (method.getParameterCount() == 1 && (have.equals(wanted) || have.equals(wanted + "s"))) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private Element xml() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(tap.last))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new IllegalStateException("no XML", e);
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C configured(B builder) {
        return builder.endpointOverride(SIMULATOR.awsEndpoint())
                .region(Region.US_EAST_1)
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(tap))
                .build();
    }

    private static JsonNode alibaba(RpcAcsRequest<? extends AcsResponse> request) throws Exception {
        request.setSysEndpoint(SIMULATOR.alibabaEndpoint().getAuthority());
        request.setSysProtocol(ProtocolType.HTTP);
        request.setSysRegionId("cn-hangzhou");
        request.setSysAcceptFormat(FormatType.JSON);
        DefaultAcsClient client =
                new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou"), new DefaultCredentialsProvider());
        try {
            HttpResponse response = client.doAction(request, false, 0);
            JsonNode body = JSON.readTree(response.getHttpContent());
            assertThat(response.getStatus()).as(body.toString()).isEqualTo(200);
            return body;
        } finally {
            client.shutdown();
        }
    }
}
