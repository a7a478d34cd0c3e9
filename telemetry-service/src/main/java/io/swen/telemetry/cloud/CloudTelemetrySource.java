package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
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
     * An instance.
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

    /**
     * A scheduled event of an instance, such as its retirement.
     *
     * @param code the provider's name of its kind
     * @param notBefore when it begins at the earliest; null where the provider does not say
     */
    record InstanceEvent(
            String eventId,
            String code,
            String description,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {}

    /**
     * What the provider's own checks say of an instance.
     *
     * @param status {@code ok}, {@code impaired}, {@code initializing} or {@code unknown}
     */
    record InstanceHealth(String instanceId, String status, List<InstanceEvent> events) {

        public InstanceHealth {
            events = List.copyOf(events);
        }
    }

    /**
     * How likely an instance of a type can be had in a zone; what a provider does not tell is null.
     *
     * @param placementScore AWS: 10 very likely to 1 unlikely, for spot
     * @param inStock Alibaba Cloud: whether the type is sold at the moment
     * @param interruptionRate the fraction of spot instances that were taken back lately
     */
    record CapacityHint(
            String zone,
            String instanceType,
            @Nullable Integer placementScore,
            @Nullable Boolean inStock,
            @Nullable Double interruptionRate,
            String source) {}

    /** What a notice tells. */
    enum NoticeKind {
        /** The instance will be taken away. */
        INTERRUPTION,
        /** The risk that it will be has risen. */
        REBALANCE,
        /** Retirement, reboot or maintenance. */
        SCHEDULED_EVENT,
        /** Its state has changed. */
        STATE_CHANGE,
        /** Something that SWEN has no use for; only to be acknowledged. */
        OTHER
    }

    /**
     * What a provider told by itself.
     *
     * @param noticeId the same each time the notice is delivered
     * @param receipt what acknowledges it; null where that is not needed
     * @param region provider-qualified
     * @param state of a state change, else null
     */
    record Notice(
            String noticeId,
            @Nullable String receipt,
            NoticeKind kind,
            String region,
            String instanceId,
            @Nullable String detail,
            Instant at,
            @Nullable Instant effectiveAt,
            @Nullable State state) {}

    /** An amount of a bill; see {@link CloudBill} for the fields. */
    record BilledAmount(
            LocalDate day,
            String source,
            String service,
            @Nullable String region,
            @Nullable String resource,
            Map<String, String> tags,
            BigDecimal amount,
            String currency,
            boolean estimated) {

        public BilledAmount {
            tags = Map.copyOf(tags);
        }
    }

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

    /** All instances of a region, whoever started them. */
    List<SeenInstance> inventory(String region);

    /** The checks and scheduled events of the instances of a region that run. */
    List<InstanceHealth> health(String region);

    /** How likely capacity of some types is to be had in the zones of a region. */
    List<CapacityHint> capacity(String region, List<String> instanceTypes);

    /**
     * What has to be asked for notices.
     *
     * @param regions where instances run
     */
    List<String> noticeFeeds(Collection<String> regions);

    /**
     * Notices of one of the {@link #noticeFeeds}; some may have been given before.
     *
     * @param since where the provider keeps notices by time, the earliest to answer
     */
    List<Notice> notices(String feed, Instant since);

    /** Tells that notices are stored durably, so that they need not come again. */
    void acknowledge(String feed, List<Notice> notices);

    /** How many days back bills are read again, because they are still corrected. */
    int billedDays();

    /** What the provider billed for some days, the first and the last included. */
    List<BilledAmount> bills(LocalDate from, LocalDate to);
}
