package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alibaba Cloud through its SDK: hands each question to the part that knows the API it is answered by. */
@Component
class AlibabaTelemetrySource implements CloudTelemetrySource {

    private final AlibabaPlaces places;
    private final AlibabaPrices prices;
    private final AlibabaInstances instances;
    private final AlibabaMetrics metrics;
    private final AlibabaNotices notices;
    private final AlibabaCosts costs;

    AlibabaTelemetrySource(
            AlibabaPlaces places,
            AlibabaPrices prices,
            AlibabaInstances instances,
            AlibabaMetrics metrics,
            AlibabaNotices notices,
            AlibabaCosts costs) {
        this.places = places;
        this.prices = prices;
        this.instances = instances;
        this.metrics = metrics;
        this.notices = notices;
        this.costs = costs;
    }

    @Override
    public Provider provider() {
        return Provider.ALIBABA;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        return prices.spotPrices(region, instanceType);
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        return prices.listPrices(region, instanceType);
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
        return regions.stream().sorted().distinct().toList();
    }

    @Override
    public List<Notice> notices(String feed, Instant since) {
        return notices.notices(feed, since);
    }

    @Override
    public void acknowledge(String feed, List<Notice> stored) {
        // ECS lists its events for a week, whoever has read them.
    }

    @Override
    public List<BilledAmount> bills(LocalDate from, LocalDate to) {
        return costs.bills(from, to);
    }
}
