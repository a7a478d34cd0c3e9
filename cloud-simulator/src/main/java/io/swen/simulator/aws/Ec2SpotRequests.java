package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The requests that spot instances were launched for. */
final class Ec2SpotRequests {

    private final Fleet fleet;
    private final SimulatedClock clock;

    Ec2SpotRequests(Fleet fleet, SimulatedClock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    /** The call through which EC2 shows that an instance has had its two minutes' notice. */
    Consumer<Xml> describeSpotInstanceRequests(QueryParameters in, RegionMarket region, Caller caller) {
        Ec2Values.dryRun(in);
        List<String> ids = in.list("SpotInstanceRequestId");
        Filters filters =
                new Filters(in.filters(), Set.of("instance-id", "spot-instance-request-id", "state", "status-code"));
        Instant now = clock.instant();
        int limit = in.number("MaxResults", 1_000, 5, 1_000);
        String after = Ec2Values.after(in);
        List<SimInstance> rest = fleet.list(Provider.AWS, caller.account(), region.name()).stream()
                .filter(SimInstance::spot)
                .filter(i -> ids.isEmpty() || ids.contains(id(i)))
                .filter(i -> filters.accept("instance-id", i.id())
                        && filters.accept("spot-instance-request-id", id(i))
                        && filters.accept("state", state(InstanceStatus.of(i, now)))
                        && filters.accept("status-code", status(InstanceStatus.of(i, now))))
                .filter(i -> i.id().compareTo(after) > 0)
                .toList();
        List<SimInstance> page = rest.subList(0, Math.min(rest.size(), limit));
        return x -> {
            x.list("spotInstanceRequestSet", "item", page, (item, i) -> {
                InstanceStatus status = InstanceStatus.of(i, now);
                BigDecimal most = i.spotLimit();
                if (most == null) {
                    most = region.pool(i.zone(), i.type())
                            .map(Pool::onDemandPrice)
                            .orElse(null);
                }
                item.leaf("spotInstanceRequestId", id(i))
                        .leaf("spotPrice", most == null ? null : most.toPlainString())
                        .leaf("type", "one-time")
                        .leaf("state", state(status))
                        .element(
                                "status",
                                s -> s.leaf("code", status(status))
                                        .leaf("updateTime", Ec2Values.TIME.format(status.since())))
                        .leaf("instanceId", i.id())
                        .leaf("createTime", Ec2Values.TIME.format(i.launchedAt()))
                        .leaf("productDescription", "Linux/UNIX")
                        .leaf("launchedAvailabilityZone", ZoneNames.name(region, i.zone()))
                        .leaf("instanceInterruptionBehavior", "terminate");
            });
            x.leaf(
                    "nextToken",
                    rest.size() > limit ? PageToken.of(page.getLast().id()) : null);
        };
    }

    static String id(SimInstance i) {
        return "sir-" + i.id().substring(11);
    }

    private static String state(InstanceStatus status) {
        return status.end() == null ? "active" : "closed";
    }

    private static String status(InstanceStatus status) {
        InstanceStatus.End end = status.end();
        if (end == null) {
            return status.noticedUntil() == null ? "fulfilled" : "marked-for-termination";
        }
        return end == InstanceStatus.End.INTERRUPTION
                ? "instance-terminated-no-capacity"
                : "instance-terminated-by-user";
    }
}
