package io.swen.telemetry.cloud;

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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS through its SDK; a client is made for a region when it is first needed. */
@Component
class AwsTelemetrySource implements CloudTelemetrySource, DisposableBean {

    private static final String LINUX = "Linux/UNIX";
    /** The price list is served from a few regions only; this one has it for all. */
    private static final Region PRICING_REGION = Region.US_EAST_1;

    private static final int QUERIES_IN_ONE_CALL = 500;
    private static final int PRODUCTS_IN_ONE_CALL = 100;
    private static final int MOST_PAGES = 200;
    private static final double GIB = 1024;
    /** "User initiated (2026-11-23 18:00:00 GMT)". */
    private static final Pattern TRANSITION = Pattern.compile("\\((\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) GMT\\)");

    private static final DateTimeFormatter TRANSITION_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final MeterRegistry metrics;
    private final JsonMapper json;
    private final Map<String, Ec2Client> ec2 = new ConcurrentHashMap<>();
    private final Map<String, CloudWatchClient> cloudWatch = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> zoneIds = new ConcurrentHashMap<>();
    private final Supplier<SdkHttpClient> http;
    private final Supplier<AwsCredentialsProvider> credentials =
            Lazily.of(() -> DefaultCredentialsProvider.builder().build());
    private final Supplier<PricingClient> pricing;

    AwsTelemetrySource(CloudProperties properties, CloudCalls calls, MeterRegistry metrics, JsonMapper json) {
        this.properties = properties;
        this.calls = calls;
        this.metrics = metrics;
        this.json = json;
        this.http = Lazily.of(() -> ApacheHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(properties.callTimeout())
                .maxConnections(64)
                .build());
        this.pricing = Lazily.of(() -> configured(PricingClient.builder(), PRICING_REGION));
    }

    @Override
    public Provider provider() {
        return Provider.AWS;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        List<SpotPrice> prices = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String token = next;
            DescribeSpotPriceHistoryResponse answer = call(
                    region,
                    "DescribeSpotPriceHistory",
                    () -> ec2(region).describeSpotPriceHistory(request -> {
                        // The same start and end asks for the prices in force.
                        request.startTime(now).productDescriptions(LINUX).nextToken(token);
                        if (instanceType != null) {
                            request.instanceTypesWithStrings(instanceType);
                        }
                    }));
            for (var price : answer.spotPriceHistory()) {
                String zone = zone(region, price.availabilityZoneId(), price.availabilityZone());
                prices.add(new SpotPrice(
                        zone,
                        price.instanceTypeAsString(),
                        new BigDecimal(price.spotPrice()),
                        "USD",
                        price.timestamp()));
            }
            next = answer.nextToken();
            if (next == null || next.isEmpty()) {
                return prices;
            }
        }
        throw new CloudException(Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + ": spot prices never end", null);
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        List<Filter> filters = new ArrayList<>(List.of(
                match("regionCode", bare(region)),
                match("operatingSystem", "Linux"),
                match("tenancy", "Shared"),
                match("preInstalledSw", "NA"),
                match("capacitystatus", "Used"),
                match("marketoption", "OnDemand")));
        if (instanceType != null) {
            filters.add(match("instanceType", instanceType));
        }
        GetProductsResponse answer = call(
                "pricing",
                "GetProducts",
                () -> pricing.get()
                        .getProducts(request -> request.serviceCode("AmazonEC2")
                                .formatVersion("aws_v1")
                                .filters(filters)
                                .maxResults(PRODUCTS_IN_ONE_CALL)
                                .nextToken(page)));
        List<ListPrice> prices = new ArrayList<>();
        for (String document : answer.priceList()) {
            readProduct(document, prices);
        }
        String next = answer.nextToken();
        return new ListPage(prices, next == null || next.isEmpty() ? null : next);
    }

    @Override
    public List<String> regions() {
        return call(
                        PRICING_REGION.id(),
                        "DescribeRegions",
                        () -> ec2(Provider.AWS.qualify(PRICING_REGION.id()))
                                .describeRegions()
                                .regions())
                .stream()
                .map(region -> Provider.AWS.qualify(region.regionName()))
                .toList();
    }

    @Override
    public List<String> zones(String region) {
        return List.copyOf(readZones(region).values());
    }

    @Override
    public List<TypeShape> instanceTypes(String region) {
        List<TypeShape> types = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String token = next;
            DescribeInstanceTypesResponse answer = call(
                    region,
                    "DescribeInstanceTypes",
                    () -> ec2(region).describeInstanceTypes(request -> request.nextToken(token)));
            answer.instanceTypes().forEach(type -> types.add(shape(type)));
            next = answer.nextToken();
            if (next == null || next.isEmpty()) {
                return types;
            }
        }
        throw new CloudException(
                Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + ": instance types never end", null);
    }

    @Override
    public List<SeenInstance> instances(String region) {
        List<SeenInstance> seen = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String token = next;
            DescribeInstancesResponse answer = call(
                    region,
                    "DescribeInstances",
                    () -> ec2(region)
                            .describeInstances(request -> request.maxResults(1000)
                                    .nextToken(token)
                                    .filters(filter ->
                                            filter.name("tag:ManagedBy").values("swen"))));
            answer.reservations()
                    .forEach(reservation ->
                            reservation.instances().forEach(instance -> seen.add(instance(region, instance))));
            next = answer.nextToken();
            if (next == null || next.isEmpty()) {
                return seen;
            }
        }
        throw new CloudException(Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + ": instances never end", null);
    }

    @Override
    public List<MetricPoint> metrics(
            String region, List<String> instanceIds, Instant from, Instant to, Duration period) {
        List<MetricDataQuery> queries = new ArrayList<>();
        Map<String, Map.Entry<String, InstanceMetric>> byId = new HashMap<>();
        for (String instanceId : instanceIds) {
            for (InstanceMetric metric : InstanceMetric.values()) {
                String id = "m" + queries.size();
                byId.put(id, Map.entry(instanceId, metric));
                queries.add(query(id, instanceId, metric, period));
            }
        }
        List<MetricPoint> points = new ArrayList<>();
        for (int start = 0; start < queries.size(); start += QUERIES_IN_ONE_CALL) {
            List<MetricDataQuery> some = queries.subList(start, Math.min(queries.size(), start + QUERIES_IN_ONE_CALL));
            readMetrics(region, some, byId, from, to, period, points);
        }
        return points;
    }

    @Override
    public void destroy() {
        ec2.values().forEach(Ec2Client::close);
        cloudWatch.values().forEach(CloudWatchClient::close);
        if (!ec2.isEmpty() || !cloudWatch.isEmpty()) {
            http.get().close();
        }
    }

    private void readMetrics(
            String region,
            List<MetricDataQuery> queries,
            Map<String, Map.Entry<String, InstanceMetric>> byId,
            Instant from,
            Instant to,
            Duration period,
            List<MetricPoint> into) {
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String token = next;
            GetMetricDataResponse answer = call(
                    region,
                    "GetMetricData",
                    () -> cloudWatch(region)
                            .getMetricData(request -> request.metricDataQueries(queries)
                                    .startTime(from)
                                    .endTime(to)
                                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                    .nextToken(token)));
            metrics.counter(TelemetryMetric.CLOUD_METRICS_ASKED.id(), "provider", Provider.AWS.id())
                    .increment(queries.size());
            for (MetricDataResult result : answer.metricDataResults()) {
                var asked = byId.get(result.id());
                if (asked == null) {
                    continue;
                }
                // CloudWatch sums bytes over the period.
                double divisor = asked.getValue() == InstanceMetric.CPU_UTILIZATION ? 1 : period.toSeconds();
                for (int i = 0; i < result.timestamps().size(); i++) {
                    into.add(new MetricPoint(
                            asked.getKey(),
                            asked.getValue(),
                            result.timestamps().get(i),
                            result.values().get(i) / divisor));
                }
            }
            next = answer.nextToken();
            if (next == null || next.isEmpty()) {
                return;
            }
        }
        throw new CloudException(Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + ": metrics never end", null);
    }

    private static MetricDataQuery query(String id, String instanceId, InstanceMetric metric, Duration period) {
        String name = switch (metric) {
            case CPU_UTILIZATION -> "CPUUtilization";
            case NETWORK_IN -> "NetworkIn";
            case NETWORK_OUT -> "NetworkOut";
        };
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(MetricStat.builder()
                        .metric(Metric.builder()
                                .namespace("AWS/EC2")
                                .metricName(name)
                                .dimensions(Dimension.builder()
                                        .name("InstanceId")
                                        .value(instanceId)
                                        .build())
                                .build())
                        .period((int) period.toSeconds())
                        .stat(metric == InstanceMetric.CPU_UTILIZATION ? "Average" : "Sum")
                        .build())
                .returnData(true)
                .build();
    }

    private SeenInstance instance(String region, Instance instance) {
        Map<String, String> tags = new HashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        State state = state(instance.state().name());
        return new SeenInstance(
                region,
                zone(
                        region,
                        instance.placement().availabilityZoneId(),
                        instance.placement().availabilityZone()),
                instance.instanceId(),
                instance.instanceTypeAsString(),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                state,
                state != State.STOPPED && state != State.TERMINATED,
                instance.launchTime(),
                state == State.TERMINATED || state == State.STOPPED
                        ? transition(instance.stateTransitionReason())
                        : null,
                tags);
    }

    private static State state(InstanceStateName name) {
        return switch (name) {
            case PENDING -> State.PENDING;
            case RUNNING -> State.RUNNING;
            case SHUTTING_DOWN, STOPPING -> State.STOPPING;
            case STOPPED -> State.STOPPED;
            case TERMINATED -> State.TERMINATED;
            case UNKNOWN_TO_SDK_VERSION -> State.PENDING;
        };
    }

    private static @Nullable Instant transition(@Nullable String reason) {
        Matcher matcher = TRANSITION.matcher(reason == null ? "" : reason);
        if (!matcher.find()) {
            return null;
        }
        try {
            return LocalDateTime.parse(matcher.group(1), TRANSITION_TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static TypeShape shape(InstanceTypeInfo type) {
        int gpus = 0;
        String model = null;
        if (type.gpuInfo() != null) {
            for (GpuDeviceInfo gpu : type.gpuInfo().gpus()) {
                gpus += gpu.count() == null ? 0 : gpu.count();
                model = gpu.name();
            }
        }
        boolean arm = type.processorInfo() != null
                && type.processorInfo().supportedArchitecturesAsStrings().contains("arm64");
        return new TypeShape(
                type.instanceTypeAsString(),
                arm ? "arm64" : "amd64",
                type.vCpuInfo().defaultVCpus(),
                type.memoryInfo().sizeInMiB() / GIB,
                gpus,
                gpus == 0 ? null : model);
    }

    private void readProduct(String document, List<ListPrice> into) {
        JsonNode product = json.readTree(document);
        String type = product.at("/product/attributes/instanceType").asString("");
        for (JsonNode term : product.at("/terms/OnDemand")) {
            for (JsonNode dimension : term.path("priceDimensions")) {
                BigDecimal price =
                        new BigDecimal(dimension.at("/pricePerUnit/USD").asString("0"));
                if (!type.isEmpty()
                        && price.signum() > 0
                        && dimension.path("unit").asString("").equals("Hrs")) {
                    into.add(new ListPrice(type, price, "USD"));
                }
            }
        }
    }

    private String zone(String region, @Nullable String zoneId, @Nullable String zoneName) {
        String id = zoneId != null && !zoneId.isEmpty()
                ? Provider.AWS.qualify(zoneId)
                : readZones(region).get(zoneName == null ? "" : zoneName);
        if (id == null) {
            throw new CloudException(
                    Provider.AWS, CloudErrorCode.REMOTE_FAILED, region + " has no zone " + zoneName, null);
        }
        return id;
    }

    /** Zone names mean other zones in each account, so SWEN speaks of zone ids; this maps one to the other. */
    private Map<String, String> readZones(String region) {
        Map<String, String> known = zoneIds.get(region);
        if (known == null) {
            known = new HashMap<>();
            for (AvailabilityZone zone : call(
                    region,
                    "DescribeAvailabilityZones",
                    () -> ec2(region).describeAvailabilityZones().availabilityZones())) {
                known.put(zone.zoneName(), Provider.AWS.qualify(zone.zoneId()));
            }
            zoneIds.put(region, Map.copyOf(known));
        }
        return known;
    }

    private Ec2Client ec2(String region) {
        return ec2.computeIfAbsent(region, r -> configured(Ec2Client.builder(), Region.of(bare(r))));
    }

    private CloudWatchClient cloudWatch(String region) {
        return cloudWatch.computeIfAbsent(region, r -> configured(CloudWatchClient.builder(), Region.of(bare(r))));
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C configured(B builder, Region region) {
        URI endpoint = properties.awsEndpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(region)
                .credentialsProvider(credentials.get())
                .httpClient(http.get())
                .overrideConfiguration(configuration -> configuration
                        .apiCallTimeout(properties.callTimeout())
                        // Retries are ours, so that they are counted and budgeted.
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private <T> T call(String region, String action, Supplier<T> call) {
        return calls.call(Provider.AWS, region, action, () -> {
            try {
                return call.get();
            } catch (SdkException e) {
                throw translated(region, action, e);
            }
        });
    }

    private static CloudException translated(String region, String action, SdkException e) {
        CloudErrorCode code = switch (e) {
            case AwsServiceException service -> {
                String name = service.awsErrorDetails() == null
                        ? ""
                        : service.awsErrorDetails().errorCode().toLowerCase(Locale.ROOT);
                if (service.isThrottlingException() || name.contains("limitexceeded")) {
                    yield CloudErrorCode.THROTTLED;
                }
                if (service.statusCode() == 401
                        || service.statusCode() == 403
                        || name.contains("auth")
                        || name.contains("unrecognizedclient")) {
                    yield CloudErrorCode.UNAUTHORIZED;
                }
                yield service.statusCode() >= 500 ? CloudErrorCode.REMOTE_FAILED : CloudErrorCode.REFUSED;
            }
            case ApiCallTimeoutException late -> CloudErrorCode.TIMED_OUT;
            case ApiCallAttemptTimeoutException late -> CloudErrorCode.TIMED_OUT;
            case SdkClientException client ->
                String.valueOf(client.getMessage()).contains("credentials")
                        ? CloudErrorCode.UNAUTHORIZED
                        : CloudErrorCode.UNREACHABLE;
            default -> CloudErrorCode.REMOTE_FAILED;
        };
        return new CloudException(Provider.AWS, code, region + " " + action + ": " + e.getMessage(), e);
    }

    private static Filter match(String field, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(field)
                .value(value)
                .build();
    }

    private static String bare(String region) {
        return region.startsWith("aws:") ? region.substring(4) : region;
    }
}
