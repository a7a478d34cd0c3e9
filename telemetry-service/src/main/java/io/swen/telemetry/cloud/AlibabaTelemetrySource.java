package io.swen.telemetry.cloud;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.cms.model.v20190101.DescribeMetricListRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceTypesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribePriceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeRegionsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotPriceHistoryRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeZonesRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.telemetry.support.TelemetryMetric;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alibaba Cloud through its SDK.
 *
 * <p>Requests, signatures and transport are the SDK's; answers are read from their JSON, because the SDK's own objects hold
 * prices as binary floats.
 */
@Component
class AlibabaTelemetrySource implements CloudTelemetrySource, DisposableBean {

    private static final String DEFAULT_REGION = "cn-hangzhou";
    private static final int INSTANCES_IN_ONE_CALL = 100;
    private static final int METRIC_INSTANCES_IN_ONE_CALL = 50;
    private static final int POINTS_IN_ONE_CALL = 1440;
    private static final int MOST_PAGES = 200;
    private static final double BITS = 8;

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final MeterRegistry metrics;
    private final JsonMapper json;
    private final Map<String, DefaultAcsClient> clients = new ConcurrentHashMap<>();
    private final Supplier<AlibabaCloudCredentialsProvider> credentials =
            Lazily.of(AlibabaTelemetrySource::findCredentials);

    AlibabaTelemetrySource(CloudProperties properties, CloudCalls calls, MeterRegistry metrics) {
        this.properties = properties;
        this.calls = calls;
        this.metrics = metrics;
        this.json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    @Override
    public Provider provider() {
        return Provider.ALIBABA;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        if (instanceType == null) {
            throw new IllegalArgumentException("Alibaba Cloud answers spot prices one type at a time");
        }
        Map<String, SpotPrice> newest = new HashMap<>();
        int offset = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeSpotPriceHistoryRequest request = new DescribeSpotPriceHistoryRequest();
            request.setNetworkType("vpc");
            request.setInstanceType(instanceType);
            request.setOSType("linux");
            request.setOffset(offset);
            JsonNode answer = ask(region, "DescribeSpotPriceHistory", request);
            String currency = answer.path("Currency").asString("CNY");
            for (JsonNode row : answer.at("/SpotPrices/SpotPriceType")) {
                String zone = Provider.ALIBABA.qualify(row.path("ZoneId").asString());
                BigDecimal amount = row.path("SpotPrice").decimalValue();
                if (amount.signum() > 0) {
                    SpotPrice price = new SpotPrice(
                            zone,
                            instanceType,
                            amount,
                            currency,
                            instant(row.path("Timestamp").asString()));
                    newest.merge(zone, price, (a, b) -> a.since().isAfter(b.since()) ? a : b);
                }
            }
            offset = answer.path("NextOffset").asInt(0);
            if (offset == 0) {
                return List.copyOf(newest.values());
            }
        }
        throw endless(region, "spot prices");
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        if (instanceType == null) {
            throw new IllegalArgumentException("Alibaba Cloud answers list prices one type at a time");
        }
        DescribePriceRequest request = new DescribePriceRequest();
        request.setResourceType("instance");
        request.setInstanceType(instanceType);
        request.setPriceUnit("Hour");
        request.setInstanceNetworkType("vpc");
        JsonNode price = ask(region, "DescribePrice", request).at("/PriceInfo/Price");
        String currency = price.path("Currency").asString("CNY");
        // The total has a system disk in it; the part of the instance alone is what the list gives.
        for (JsonNode part : price.at("/DetailInfos/DetailInfo")) {
            BigDecimal amount = part.path("OriginalPrice").decimalValue();
            if (part.path("Resource").asString("").equals("instanceType") && amount.signum() > 0) {
                return new ListPage(List.of(new ListPrice(instanceType, amount, currency)), null);
            }
        }
        throw new CloudException(
                Provider.ALIBABA,
                CloudErrorCode.REMOTE_FAILED,
                region + " DescribePrice of " + instanceType + " names no price of the instance",
                null);
    }

    @Override
    public List<String> regions() {
        List<String> regions = new ArrayList<>();
        for (JsonNode region : ask(
                        Provider.ALIBABA.qualify(DEFAULT_REGION), "DescribeRegions", new DescribeRegionsRequest())
                .at("/Regions/Region")) {
            regions.add(Provider.ALIBABA.qualify(region.path("RegionId").asString()));
        }
        return regions;
    }

    @Override
    public List<String> zones(String region) {
        List<String> zones = new ArrayList<>();
        for (JsonNode zone :
                ask(region, "DescribeZones", new DescribeZonesRequest()).at("/Zones/Zone")) {
            zones.add(Provider.ALIBABA.qualify(zone.path("ZoneId").asString()));
        }
        return zones;
    }

    @Override
    public List<TypeShape> instanceTypes(String region) {
        List<TypeShape> types = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeInstanceTypesRequest request = new DescribeInstanceTypesRequest();
            request.setMaxResults(100L);
            request.setNextToken(next);
            JsonNode answer = ask(region, "DescribeInstanceTypes", request);
            for (JsonNode type : answer.at("/InstanceTypes/InstanceType")) {
                int gpus = type.path("GPUAmount").asInt(0);
                String spec = type.path("GPUSpec").asString("");
                types.add(new TypeShape(
                        type.path("InstanceTypeId").asString(),
                        type.path("CpuArchitecture").asString("X86").equals("ARM") ? "arm64" : "amd64",
                        type.path("CpuCoreCount").asInt(),
                        type.path("MemorySize").asDouble(),
                        gpus,
                        gpus == 0 || spec.isEmpty() ? null : spec));
            }
            next = answer.path("NextToken").asString("");
            if (next.isEmpty()) {
                return types;
            }
        }
        throw endless(region, "instance types");
    }

    @Override
    public List<SeenInstance> instances(String region) {
        List<SeenInstance> seen = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeInstancesRequest request = new DescribeInstancesRequest();
            request.setMaxResults(INSTANCES_IN_ONE_CALL);
            request.setNextToken(next);
            DescribeInstancesRequest.Tag tag = new DescribeInstancesRequest.Tag();
            tag.setKey("ManagedBy");
            tag.setValue("swen");
            request.setTags(List.of(tag));
            JsonNode answer = ask(region, "DescribeInstances", request);
            for (JsonNode instance : answer.at("/Instances/Instance")) {
                seen.add(instance(region, instance));
            }
            next = answer.path("NextToken").asString("");
            if (next.isEmpty()) {
                return seen;
            }
        }
        throw endless(region, "instances");
    }

    @Override
    public List<MetricPoint> metrics(
            String region, List<String> instanceIds, Instant from, Instant to, Duration period) {
        List<MetricPoint> points = new ArrayList<>();
        for (int start = 0; start < instanceIds.size(); start += METRIC_INSTANCES_IN_ONE_CALL) {
            List<String> some =
                    instanceIds.subList(start, Math.min(instanceIds.size(), start + METRIC_INSTANCES_IN_ONE_CALL));
            String dimensions = json.writeValueAsString(
                    some.stream().map(id -> Map.of("instanceId", id)).toList());
            for (InstanceMetric metric : InstanceMetric.values()) {
                readMetric(region, dimensions, metric, from, to, period, points);
            }
        }
        return points;
    }

    @Override
    public void destroy() {
        clients.values().forEach(DefaultAcsClient::shutdown);
    }

    private void readMetric(
            String region,
            String dimensions,
            InstanceMetric metric,
            Instant from,
            Instant to,
            Duration period,
            List<MetricPoint> into) {
        String name = switch (metric) {
            case CPU_UTILIZATION -> "CPUUtilization";
            case NETWORK_IN -> "IntranetInRate";
            case NETWORK_OUT -> "IntranetOutRate";
        };
        double divisor = metric == InstanceMetric.CPU_UTILIZATION ? 1 : BITS;
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeMetricListRequest request = new DescribeMetricListRequest();
            request.setNamespace("acs_ecs_dashboard");
            request.setMetricName(name);
            request.setPeriod(Long.toString(period.toSeconds()));
            request.setStartTime(Long.toString(from.toEpochMilli()));
            request.setEndTime(Long.toString(to.toEpochMilli()));
            request.setDimensions(dimensions);
            request.setLength(Integer.toString(POINTS_IN_ONE_CALL));
            request.setNextToken(next);
            JsonNode answer = ask(region, "DescribeMetricList", request);
            metrics.counter(TelemetryMetric.CLOUD_METRICS_ASKED.id(), "provider", Provider.ALIBABA.id())
                    .increment();
            for (JsonNode point : json.readTree(answer.path("Datapoints").asString("[]"))) {
                into.add(new MetricPoint(
                        point.path("instanceId").asString(),
                        metric,
                        Instant.ofEpochMilli(point.path("timestamp").asLong()),
                        point.path("Average").asDouble() / divisor));
            }
            next = answer.path("NextToken").asString("");
            if (next.isEmpty()) {
                return;
            }
        }
        throw endless(region, "metrics");
    }

    private static SeenInstance instance(String region, JsonNode instance) {
        Map<String, String> tags = new HashMap<>();
        for (JsonNode tag : instance.at("/Tags/Tag")) {
            tags.put(tag.path("TagKey").asString(), tag.path("TagValue").asString(""));
        }
        State state = switch (instance.path("Status").asString("")) {
            case "Running" -> State.RUNNING;
            case "Stopping" -> State.STOPPING;
            case "Stopped" -> State.STOPPED;
            default -> State.PENDING;
        };
        return new SeenInstance(
                region,
                Provider.ALIBABA.qualify(instance.path("ZoneId").asString()),
                instance.path("InstanceId").asString(),
                instance.path("InstanceType").asString(),
                !instance.path("SpotStrategy").asString("NoSpot").equals("NoSpot"),
                state,
                // A stopped instance is charged for until it is released, unless it was stopped to save.
                state != State.STOPPED
                        || !instance.path("StoppedMode").asString("").equals("StopCharging"),
                instant(instance.path("CreationTime").asString()),
                null,
                tags);
    }

    private <T extends AcsResponse> JsonNode ask(String region, String action, RpcAcsRequest<T> request) {
        request.setSysAcceptFormat(FormatType.JSON);
        request.setSysRegionId(bare(region));
        URI endpoint = properties.alibabaEndpoint();
        if (endpoint != null) {
            request.setSysEndpoint(endpoint.getAuthority());
            request.setSysProtocol("https".equals(endpoint.getScheme()) ? ProtocolType.HTTPS : ProtocolType.HTTP);
        } else {
            request.setSysProtocol(ProtocolType.HTTPS);
        }
        return calls.call(Provider.ALIBABA, region, action, () -> answer(region, action, request));
    }

    private <T extends AcsResponse> JsonNode answer(String region, String action, AcsRequest<T> request) {
        try {
            // Retries are ours, so that they are counted and budgeted.
            HttpResponse response = client(region).doAction(request, false, 0);
            byte[] content = response.getHttpContent();
            JsonNode body = json.readTree(content == null ? new byte[] {'{', '}'} : content);
            if (!response.isSuccess()) {
                throw refused(region, action, response.getStatus(), body);
            }
            return body;
        } catch (ClientException e) {
            throw new CloudException(
                    Provider.ALIBABA,
                    code(0, String.valueOf(e.getErrCode())),
                    region + " " + action + ": " + e.getErrMsg(),
                    e);
        } catch (JacksonException e) {
            throw new CloudException(
                    Provider.ALIBABA, CloudErrorCode.REMOTE_FAILED, region + " " + action + " answered no JSON", e);
        }
    }

    private static CloudException refused(String region, String action, int status, JsonNode body) {
        String code = body.path("Code").asString("");
        return new CloudException(
                Provider.ALIBABA,
                code(status, code),
                region + " " + action + ": " + status + " " + code + " "
                        + body.path("Message").asString(""),
                null);
    }

    private static CloudErrorCode code(int status, String name) {
        if (name.startsWith("Throttling")) {
            return CloudErrorCode.THROTTLED;
        }
        if (name.startsWith("SDK.") || name.startsWith("ServerUnreachable")) {
            return name.contains("Timeout") || name.contains("TimedOut")
                    ? CloudErrorCode.TIMED_OUT
                    : name.contains("Credential") ? CloudErrorCode.UNAUTHORIZED : CloudErrorCode.UNREACHABLE;
        }
        if (status == 401
                || status == 403
                || name.contains("AccessKey")
                || name.startsWith("Signature")
                || name.startsWith("Forbidden")
                || name.contains("Credential")) {
            return CloudErrorCode.UNAUTHORIZED;
        }
        return status >= 500 || status == 0 ? CloudErrorCode.REMOTE_FAILED : CloudErrorCode.REFUSED;
    }

    private DefaultAcsClient client(String region) {
        return clients.computeIfAbsent(bare(region), name -> {
            DefaultProfile profile = DefaultProfile.getProfile(name);
            HttpClientConfig config = HttpClientConfig.getDefault();
            config.setConnectionTimeoutMillis(2_000);
            config.setReadTimeoutMillis(properties.callTimeout().toMillis());
            profile.setHttpClientConfig(config);
            DefaultAcsClient client = new DefaultAcsClient(profile, credentials.get());
            client.setAutoRetry(false);
            return client;
        });
    }

    private static AlibabaCloudCredentialsProvider findCredentials() {
        try {
            return new DefaultCredentialsProvider();
        } catch (ClientException e) {
            throw new CloudException(
                    Provider.ALIBABA, CloudErrorCode.UNAUTHORIZED, "no credentials: " + e.getErrMsg(), e);
        }
    }

    private static CloudException endless(String region, String what) {
        return new CloudException(
                Provider.ALIBABA, CloudErrorCode.REMOTE_FAILED, region + ": " + what + " never end", null);
    }

    /** Alibaba Cloud writes instants with seconds or without. */
    private static Instant instant(String text) {
        try {
            return text.length() == "2026-11-23T10:00Z".length()
                    ? LocalDateTime.parse(text.substring(0, text.length() - 1), DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                            .toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CloudException(Provider.ALIBABA, CloudErrorCode.REMOTE_FAILED, "not an instant: " + text, e);
        }
    }

    private static String bare(String region) {
        return region.startsWith("alibaba:") ? region.substring(8) : region;
    }
}
