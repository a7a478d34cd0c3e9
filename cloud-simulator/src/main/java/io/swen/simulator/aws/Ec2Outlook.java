package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The calls of EC2 that tell how things stand: the checks of instances, and how likely spot capacity is to be had. */
final class Ec2Outlook {

    /** Checks say nothing in an instance's first minutes. */
    private static final Duration INITIALIZING = Duration.ofMinutes(2);

    private static final int MOST_TYPES = 1_000;

    private final Market market;
    private final Fleet fleet;
    private final SimulatedClock clock;

    Ec2Outlook(Market market, Fleet fleet, SimulatedClock clock) {
        this.market = market;
        this.fleet = fleet;
        this.clock = clock;
    }

    Consumer<Xml> describeInstanceStatus(QueryParameters in, RegionMarket region, Caller caller) {
        List<String> ids = in.list("InstanceId");
        boolean all = in.flag("IncludeAllInstances");
        Filters filters = new Filters(in.filters(), Set.of("instance-state-name", "availability-zone"));
        int limit = in.number("MaxResults", 1_000, 5, 1_000);
        String token = in.get("NextToken");
        String after = token == null || token.isEmpty()
                ? ""
                : PageToken.read(token, 1).orElseThrow(Ec2Values::invalidToken).getFirst();
        Instant now = clock.instant();
        List<SimInstance> rest = fleet.list(Provider.AWS, caller.account(), region.name()).stream()
                .filter(i -> ids.isEmpty() || ids.contains(i.id()))
                .filter(i -> all || InstanceStatus.of(i, now).state() == InstanceStatus.State.RUNNING)
                .filter(i -> filters.accept("instance-state-name", Ec2Instances.stateName(InstanceStatus.of(i, now)))
                        && filters.accept("availability-zone", ZoneNames.name(region, i.zone())))
                .filter(i -> i.id().compareTo(after) > 0)
                .toList();
        List<SimInstance> page = rest.subList(0, Math.min(rest.size(), limit));
        return x -> {
            x.list("instanceStatusSet", "item", page, (item, i) -> status(item, region, i, now));
            x.leaf(
                    "nextToken",
                    rest.size() > limit ? PageToken.of(page.getLast().id()) : null);
        };
    }

    private static void status(Xml item, RegionMarket region, SimInstance i, Instant now) {
        InstanceStatus status = InstanceStatus.of(i, now);
        boolean running = status.state() == InstanceStatus.State.RUNNING;
        boolean young = i.runningAt().plus(INITIALIZING).isAfter(now);
        String checked = i.isImpaired() ? "impaired" : "ok";
        String summary = !running ? "not-applicable" : young ? "initializing" : checked;
        String reachability = young ? "initializing" : i.isImpaired() ? "failed" : "passed";
        item.leaf("instanceId", i.id())
                .leaf("availabilityZone", ZoneNames.name(region, i.zone()))
                .leaf("availabilityZoneId", i.zone())
                .element(
                        "instanceState",
                        s -> s.leaf("code", Ec2Instances.stateCode(status))
                                .leaf("name", Ec2Instances.stateName(status)));
        for (String check : List.of("systemStatus", "instanceStatus")) {
            // A bad container fails the check of the instance; the machine below it is well.
            boolean well = check.equals("systemStatus") && running && !young;
            item.element(check, s -> {
                s.leaf("status", well ? "ok" : summary);
                s.list(
                        "details",
                        "item",
                        running ? List.of(well ? "passed" : reachability) : List.of(),
                        (d, value) -> d.leaf("name", "reachability").leaf("status", value));
            });
        }
    }

    /**
     * Scores follow from the share of a pool's instances that are interrupted in a month: the truth that the fleet draws from; 1 where
     * there is no capacity now.
     */
    Consumer<Xml> getSpotPlacementScores(QueryParameters in, RegionMarket home) {
        List<String> types = in.list("InstanceType");
        if (types.isEmpty() || types.size() > MOST_TYPES) {
            throw AwsException.badRequest("MissingParameter", "Between 1 and " + MOST_TYPES + " types are needed");
        }
        in.required("TargetCapacity");
        in.number("TargetCapacity", 1, 1, 2_000_000_000);
        boolean zones = in.flag("SingleAvailabilityZone");
        int limit = in.number("MaxResults", 1_000, 10, 1_000);
        List<String> names = in.list("RegionName");
        var rows = new ArrayList<Row>();
        for (String name : names.isEmpty() ? List.of(home.name()) : names) {
            RegionMarket region = market.region(name)
                    .orElseThrow(
                            () -> AwsException.badRequest("InvalidParameterValue", "Invalid region: [" + name + "]"));
            score(region, types, zones, rows);
        }
        String token = in.get("NextToken");
        int from = token == null || token.isEmpty()
                ? 0
                : Integer.parseInt(PageToken.read(token, 1)
                        .orElseThrow(Ec2Values::invalidToken)
                        .getFirst());
        List<Row> page = rows.subList(Math.min(from, rows.size()), Math.min(rows.size(), from + limit));
        return x -> {
            x.list(
                    "spotPlacementScoreSet",
                    "item",
                    page,
                    (item, row) -> item.leaf("region", row.region())
                            .leaf("availabilityZoneId", row.zone())
                            .leaf("score", row.score()));
            x.leaf("nextToken", from + limit < rows.size() ? PageToken.of(from + limit) : null);
        };
    }

    private record Row(
            String region,
            @org.jspecify.annotations.Nullable String zone,
            int score) {}

    private void score(RegionMarket region, List<String> types, boolean zones, List<Row> into) {
        Instant now = clock.instant();
        int best = 0;
        for (String zone : region.zones()) {
            int score = 0;
            for (String type : types) {
                Pool pool = region.poolsOf(type).get(zone);
                if (pool != null && pool.sellsSpot()) {
                    int steady = (int) Math.clamp(Math.round(10 - 40 * pool.interruptionRate()), 1, 9);
                    score = Math.max(score, pool.hasSpotCapacity(now) ? steady : 1);
                }
            }
            best = Math.max(best, score);
            if (zones && score > 0) {
                into.add(new Row(region.name(), zone, score));
            }
        }
        if (!zones && best > 0) {
            into.add(new Row(region.name(), null, best));
        }
    }
}
