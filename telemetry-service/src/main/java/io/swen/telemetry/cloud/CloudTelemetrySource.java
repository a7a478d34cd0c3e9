package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cloud through its SDK; regions and zones are provider-qualified everywhere. Every method fails with a {@link CloudException}
 * where the cloud does not answer.
 */
public interface CloudTelemetrySource {

    /** A spot price per hour in {@code currency}, and since when it holds. */
    record SpotPrice(String zone, String instanceType, BigDecimal price, String currency, Instant since) {}

    /** An on-demand price per hour that holds in all zones of a region. */
    record ListPrice(String instanceType, BigDecimal price, String currency) {}

    /** Prices, and the token of the page after them or null. */
    record ListPage(List<ListPrice> prices, @Nullable String next) {

        public ListPage {
            prices = List.copyOf(prices);
        }
    }

    /** The shape of an instance type. */
    record TypeShape(
            String name,
            String architecture,
            int vcpu,
            double memoryGb,
            int gpus,
            @Nullable String gpuModel) {}

    /**
     * An instance that SWEN started.
     *
     * @param state as SWEN says it, whatever the provider calls it
     * @param charged whether the provider charges for it in this state
     * @param endedAt null while it is charged for, and where the provider does not tell
     */
    record SeenInstance(
            String region,
            String zone,
            String instanceId,
            String instanceType,
            boolean spot,
            State state,
            boolean charged,
            Instant launchedAt,
            @Nullable Instant endedAt,
            Map<String, String> tags) {

        public SeenInstance {
            tags = Map.copyOf(tags);
        }
    }

    /** The states of an instance that matter here. */
    enum State {
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        TERMINATED
    }

    /** A value of a metric over the period that begins at {@code time}. */
    record MetricPoint(String instanceId, InstanceMetric metric, Instant time, double value) {}

    Provider provider();

    /** The prices in force now: of one type, or of all types of the region where the type is null and the provider can. */
    List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now);

    /**
     * A page of list prices of a region.
     *
     * @param instanceType null for all types, where the provider can
     * @param page null for the first
     */
    ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page);

    List<String> regions();

    List<String> zones(String region);

    List<TypeShape> instanceTypes(String region);

    /** The instances of a region that carry the tag {@code ManagedBy=swen}, also those that ended a little while ago. */
    List<SeenInstance> instances(String region);

    /** All metrics of some instances of a region over a span of time. */
    List<MetricPoint> metrics(String region, List<String> instanceIds, Instant from, Instant to, Duration period);
}
