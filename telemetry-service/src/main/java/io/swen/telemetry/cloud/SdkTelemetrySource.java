package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cloud through its SDK: hands each question to the part that knows the API it is answered by. */
record SdkTelemetrySource(
        Provider provider,
        Places places,
        Prices prices,
        Instances instances,
        Metrics measured,
        Notices announced,
        Costs costs)
        implements CloudTelemetrySource {

    /** Where instances can run; see {@link CloudTelemetrySource} for these and the other parts' methods. */
    interface Places {

        List<String> regions();

        List<String> zones(String region);

        List<TypeShape> instanceTypes(String region);
    }

    /** What they cost, and whether they are to be had. */
    interface Prices {

        List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now);

        ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page);

        List<CapacityHint> capacity(String region, List<String> instanceTypes);
    }

    /** What runs. */
    interface Instances {

        List<SeenInstance> managed(String region);

        List<SeenInstance> all(String region);

        List<InstanceHealth> health(String region);
    }

    /** How busy it is. */
    interface Metrics {

        List<MetricPoint> metrics(String region, List<String> instanceIds, Instant from, Instant to, Duration period);
    }

    /** What the provider tells by itself. */
    interface Notices {

        List<String> feeds(Collection<String> regions);

        List<Notice> notices(String feed, Instant since);

        void acknowledge(String feed, List<Notice> stored);
    }

    /** What it billed. */
    interface Costs {

        List<BilledAmount> bills(LocalDate from, LocalDate to);

        int billedDays();
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
        return measured.metrics(region, instanceIds, from, to, period);
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
        return announced.feeds(regions);
    }

    @Override
    public List<Notice> notices(String feed, Instant since) {
        return announced.notices(feed, since);
    }

    @Override
    public void acknowledge(String feed, List<Notice> stored) {
        announced.acknowledge(feed, stored);
    }

    @Override
    public List<BilledAmount> bills(LocalDate from, LocalDate to) {
        return costs.bills(from, to);
    }

    @Override
    public int billedDays() {
        return costs.billedDays();
    }
}
