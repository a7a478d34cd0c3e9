package io.swen.simulator.alibaba;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.market.SpotQuote;
import io.swen.simulator.protocol.Hashes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls of ECS that tell how things stand: stock, spot advice, health and system events. */
final class EcsOutlook {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Fleet fleet;
    private final SimulatedClock clock;

    EcsOutlook(Fleet fleet, SimulatedClock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    /** What a zone's pools sell is in stock, unless a scenario has taken the spot capacity of some. */
    Map<String, Object> describeAvailableResource(RpcParameters in, RegionMarket region) {
        String wanted = in.required("DestinationResource");
        if (!wanted.equals("InstanceType")) {
            throw AlibabaException.invalid("DestinationResource", wanted);
        }
        boolean spot = !in.get("SpotStrategy", "NoSpot").equals("NoSpot");
        String zoneId = in.get("ZoneId");
        String type = in.get("InstanceType");
        Instant now = clock.instant();
        var zones = new ArrayList<Map<String, Object>>();
        for (String zone : region.zones()) {
            if (zoneId != null && !zoneId.equals(zone)) {
                continue;
            }
            List<Map<String, Object>> supported = region.pools().stream()
                    .filter(p -> p.zone().equals(zone) && (!spot || p.hasSpotCapacity(now)))
                    .filter(p -> type == null || type.equals(p.type().name()))
                    .map(p -> EcsApi.ordered(
                            "Value", p.type().name(), "Status", "Available", "StatusCategory", "WithStock"))
                    .toList();
            if (!supported.isEmpty()) {
                zones.add(EcsApi.ordered(
                        "RegionId",
                        region.name(),
                        "ZoneId",
                        zone,
                        "Status",
                        "Available",
                        "StatusCategory",
                        "WithStock",
                        "AvailableResources",
                        Map.of(
                                "AvailableResource",
                                List.of(EcsApi.ordered(
                                        "Type",
                                        "InstanceType",
                                        "SupportedResources",
                                        Map.of("SupportedResource", supported))))));
            }
        }
        return Map.of("AvailableZones", Map.of("AvailableZone", zones));
    }

    /** The share of instances interrupted in a month, and the mean price as a share of the list price, both in per cent. */
    Map<String, Object> describeSpotAdvice(RpcParameters in, RegionMarket region) {
        List<String> types = in.list("InstanceTypes");
        String zoneId = in.get("ZoneId");
        Instant now = clock.instant();
        var zones = new ArrayList<Map<String, Object>>();
        for (String zone : region.zones()) {
            if (zoneId != null && !zoneId.equals(zone)) {
                continue;
            }
            List<Map<String, Object>> resources = region.pools().stream()
                    .filter(p -> p.zone().equals(zone) && p.sellsSpot())
                    .filter(p -> types.isEmpty() || types.contains(p.type().name()))
                    .map(p -> advice(p, now))
                    .toList();
            if (!resources.isEmpty()) {
                zones.add(EcsApi.ordered(
                        "ZoneId", zone, "AvailableSpotResources", Map.of("AvailableSpotResource", resources)));
            }
        }
        return EcsApi.ordered("RegionId", region.name(), "AvailableSpotZones", Map.of("AvailableSpotZone", zones));
    }

    private static Map<String, Object> advice(Pool pool, Instant now) {
        BigDecimal rate = BigDecimal.valueOf(pool.interruptionRate() * 100).setScale(2, RoundingMode.HALF_UP);
        BigDecimal price = pool.spotAt(now).map(SpotQuote::price).orElse(pool.onDemandPrice());
        return EcsApi.ordered(
                "InstanceType",
                pool.type().name(),
                "InterruptionRate",
                rate,
                "InterruptRateDesc",
                band(rate.doubleValue()),
                "AverageSpotDiscount",
                price.multiply(HUNDRED)
                        .divide(pool.onDemandPrice(), 0, RoundingMode.HALF_UP)
                        .intValue());
    }

    private static String band(double percent) {
        if (percent < 3) {
            return "0-3";
        }
        return percent < 5 ? "3-5" : percent < 10 ? "5-10" : "10-100";
    }

    Map<String, Object> describeInstancesFullStatus(RpcParameters in, RegionMarket region, String account) {
        int number = in.number("PageNumber", 1, 1, Integer.MAX_VALUE);
        int size = in.number("PageSize", 10, 1, 100);
        List<String> ids = in.list("InstanceId");
        Instant now = clock.instant();
        List<SimInstance> all = fleet.list(Provider.ALIBABA, account, region.name()).stream()
                .filter(i -> !InstanceStatus.of(i, now).ending())
                .filter(i -> ids.isEmpty() || ids.contains(i.id()))
                .toList();
        return EcsApi.ordered(
                "TotalCount",
                all.size(),
                "PageNumber",
                number,
                "PageSize",
                size,
                "InstanceFullStatusSet",
                Map.of(
                        "InstanceFullStatusType",
                        page(all, number, size).stream()
                                .map(i -> fullStatus(i, now))
                                .toList()));
    }

    private static Map<String, Object> fullStatus(SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        boolean running = status.state() == InstanceStatus.State.RUNNING;
        return EcsApi.ordered(
                "InstanceId",
                i.id(),
                "Status",
                Map.of("Name", EcsApi.stateName(status), "Code", running ? 1 : 3),
                "HealthStatus",
                Map.of(
                        "Name",
                        !running ? "Initializing" : i.isImpaired() ? "Impaired" : "Ok",
                        "Code",
                        !running ? 32 : i.isImpaired() ? 64 : 0),
                "ScheduledSystemEventSet",
                Map.of("ScheduledSystemEventType", scheduled(i, now)));
    }

    private static List<Map<String, Object>> scheduled(SimInstance i, Instant now) {
        Instant until = InstanceStatus.of(i, now).noticedUntil();
        return until == null
                ? List.of()
                : List.of(EcsApi.ordered(
                        "EventId",
                        eventId(i),
                        "EventType",
                        Map.of("Name", RELEASE, "Code", RELEASE_CODE),
                        "EventCycleStatus",
                        Map.of("Name", "Scheduled", "Code", 24),
                        "EventPublishTime",
                        SECOND.format(until.minus(InstanceStatus.notice(i))),
                        "NotBefore",
                        SECOND.format(until),
                        "ImpactLevel",
                        "100",
                        "Reason",
                        REASON));
    }

    private static final String RELEASE = "InstanceExpiration.Delete";
    private static final int RELEASE_CODE = 12;
    private static final String REASON = "The preemptible instance is taken back.";

    /**
     * The events of instances. This is where Alibaba Cloud's notices come from: they follow from what the fleet knows of each
     * instance, so that whatever interrupts one there is announced here, and by the lock Recycling in DescribeInstances.
     */
    Map<String, Object> describeInstanceHistoryEvents(RpcParameters in, RegionMarket region, String account) {
        int number = in.number("PageNumber", 1, 1, Integer.MAX_VALUE);
        int size = in.number("PageSize", 10, 1, 100);
        Instant from = time(in, "EventPublishTime.Start", Instant.EPOCH);
        Instant to = time(in, "EventPublishTime.End", Instant.MAX);
        String id = in.get("InstanceId");
        Instant now = clock.instant();
        var events = new ArrayList<Map<String, Object>>();
        for (SimInstance i : fleet.list(Provider.ALIBABA, account, region.name())) {
            Instant interruption = i.interruptedAt();
            if (!i.spot() || interruption == null || (id != null && !id.equals(i.id()))) {
                continue;
            }
            Instant published = interruption.minus(InstanceStatus.notice(i));
            if (published.isAfter(now)
                    || published.isBefore(from)
                    || published.isAfter(to)
                    || InstanceStatus.of(i, published).noticedUntil() == null) {
                continue;
            }
            boolean done = !interruption.isAfter(now);
            events.add(EcsApi.ordered(
                    "EventId",
                    eventId(i),
                    "EventType",
                    Map.of("Name", RELEASE, "Code", RELEASE_CODE),
                    "EventCycleStatus",
                    Map.of("Name", done ? "Executed" : "Scheduled", "Code", done ? 34 : 24),
                    "EventPublishTime",
                    SECOND.format(published),
                    "NotBefore",
                    SECOND.format(interruption),
                    "EventFinishTime",
                    done ? SECOND.format(interruption) : "",
                    "ImpactLevel",
                    "100",
                    "ResourceType",
                    "ALIYUN::ECS::Instance",
                    "InstanceId",
                    i.id(),
                    "Reason",
                    REASON));
        }
        return EcsApi.ordered(
                "TotalCount",
                events.size(),
                "PageNumber",
                number,
                "PageSize",
                size,
                "InstanceSystemEventSet",
                Map.of("InstanceSystemEventType", page(events, number, size)));
    }

    private static String eventId(SimInstance i) {
        return "e-bp" + Hashes.sha256Hex("release/" + i.id()).substring(0, 18);
    }

    private static <T> List<T> page(List<T> all, int number, int size) {
        int from = (int) Math.min(all.size(), (number - 1L) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    private static Instant time(RpcParameters in, String name, Instant otherwise) {
        String text = in.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AlibabaException.invalid(name, text);
        }
    }
}
