package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** AWS through its SDK: hands each question to the part that knows the API it is answered by. */
@Component
class AwsTelemetrySource implements CloudTelemetrySource {

    private final AwsPlaces places;
    private final AwsPrices prices;
    private final AwsInstances instances;
    private final AwsMetrics metrics;
    private final AwsNotices notices;
    private final AwsCosts costs;

    AwsTelemetrySource(
            AwsPlaces places,
            AwsPrices prices,
            AwsInstances instances,
            AwsMetrics metrics,
            AwsNotices notices,
            AwsCosts costs) {
        this.places = places;
        this.prices = prices;
        this.instances = instances;
        this.metrics = metrics;
        this.notices = notices;
        this.costs = costs;
    }

    @Override
    public Provider provider() {
        return Provider.AWS;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        return prices.spotPrices(region, instanceType, now);
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        return prices.listPrices(region, instanceType, page);
    }

    @Override
    public List<String> regions() {
        return places.regions();
    }

    @Override
    public List<String> zones(String region) {
        return places.zones(region);
    }

    @Override
    public List<TypeShape> instanceTypes(String region) {
        return places.instanceTypes(region);
    }

    @Override
    public List<SeenInstance> instances(String region) {
        return instances.managed(region);
    }

    @Override
    public List<MetricPoint> metrics(
            String region, List<String> instanceIds, Instant from, Instant to, Duration period) {
        return metrics.metrics(region, instanceIds, from, to, period);
    }

    @Override
    public List<SeenInstance> inventory(String region) {
        return instances.all(region);
    }

    @Override
    public List<InstanceHealth> health(String region) {
        return instances.health(region);
    }

    @Override
    public List<CapacityHint> capacity(String region, List<String> instanceTypes) {
        return prices.capacity(region, instanceTypes);
    }

    @Override
    public List<String> noticeFeeds(Collection<String> regions) {
        return notices.queues();
    }

    @Override
    public List<Notice> notices(String feed, Instant since) {
        return notices.receive(feed);
    }

    @Override
    public void acknowledge(String feed, List<Notice> stored) {
        notices.delete(feed, stored);
    }

    @Override
    public List<BilledAmount> bills(LocalDate from, LocalDate to) {
        return costs.bills(from, to);
    }
}
