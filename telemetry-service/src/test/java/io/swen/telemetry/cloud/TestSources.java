package io.swen.telemetry.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.trace.Traces;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Both adapters at some endpoint, without Spring and without a database; calls are counted in memory. */
public final class TestSources implements AutoCloseable {

    /** What to put in place of the defaults. */
    public record Options(
            @Nullable String awsRoleArn,
            @Nullable String alibabaRoleArn,
            List<String> noticeQueues,
            @Nullable String priceFiles,
            AwsCostExportProperties costExport) {

        public static final Options NONE = new Options(null, null, List.of(), null);

        public Options {
            noticeQueues = List.copyOf(noticeQueues);
        }

        public Options(
                @Nullable String awsRoleArn,
                @Nullable String alibabaRoleArn,
                List<String> noticeQueues,
                @Nullable String priceFiles) {
            this(awsRoleArn, alibabaRoleArn, noticeQueues, priceFiles, AwsCostExportProperties.NONE);
        }
    }

    private final AwsClients awsClients;
    private final AlibabaClients alibabaClients;
    private final CloudTelemetrySource aws;
    private final CloudTelemetrySource alibaba;
    private final Map<CloudAction, Long> calls = new ConcurrentHashMap<>();

    private TestSources(URI awsEndpoint, URI alibabaEndpoint, Options options, MeterRegistry metrics) {
        CloudProperties properties = new CloudProperties(
                awsEndpoint,
                alibabaEndpoint,
                true,
                Duration.ofSeconds(15),
                1000,
                1000,
                2,
                Duration.ofSeconds(90),
                Duration.ofSeconds(20),
                options.awsRoleArn(),
                null,
                options.alibabaRoleArn(),
                options.noticeQueues(),
                options.priceFiles(),
                BigDecimal.TEN,
                true);
        JsonMapper json = new JsonMapper();
        CloudCalls out = new CloudCalls(
                properties,
                metrics,
                (action, units) -> calls.merge(action, units, Long::sum),
                Traces.none(),
                Dependencies.none());
        awsClients = new AwsClients(properties, out);
        AwsPlaces places = new AwsPlaces(awsClients);
        aws = new SdkTelemetrySource(
                Provider.AWS,
                places,
                new AwsPrices(awsClients, places, new AwsPriceFiles(properties, out), json),
                new AwsInstances(awsClients, places),
                new AwsMetrics(awsClients, metrics),
                new AwsNotices(awsClients, properties, json),
                new AwsCosts(awsClients, new AwsCostExport(options.costExport(), awsClients, json)));
        alibabaClients = new AlibabaClients(properties, out);
        alibaba = new SdkTelemetrySource(
                Provider.ALIBABA,
                new AlibabaPlaces(alibabaClients),
                new AlibabaPrices(alibabaClients),
                new AlibabaInstances(alibabaClients),
                new AlibabaMetrics(alibabaClients, metrics),
                new AlibabaNotices(alibabaClients, Clock.systemUTC()),
                new AlibabaCosts(alibabaClients));
    }

    public static TestSources at(URI endpoint, MeterRegistry metrics) {
        return new TestSources(endpoint, endpoint, Options.NONE, metrics);
    }

    public static TestSources at(URI awsEndpoint, URI alibabaEndpoint, Options options) {
        return new TestSources(awsEndpoint, alibabaEndpoint, options, new SimpleMeterRegistry());
    }

    public CloudTelemetrySource aws() {
        return aws;
    }

    public CloudTelemetrySource alibaba() {
        return alibaba;
    }

    /** The names of all calls made so far, each with its provider, such as {@code aws DescribeInstances}. */
    public List<String> called() {
        List<String> names = new ArrayList<>();
        calls.keySet().forEach(action -> names.add(action.provider().id() + " " + action.id()));
        return names;
    }

    /** How many units of a call were billed. */
    long units(CloudAction action) {
        return calls.getOrDefault(action, 0L);
    }

    @Override
    public void close() {
        awsClients.destroy();
        alibabaClients.destroy();
    }
}
