package io.swen.simulator.aws;

import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.Xml;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** EC2's Query API, version 2016-11-15: hands each call to the part that knows its resource. */
final class Ec2Api {

    private static final String NAMESPACE = " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"";

    private final Market market;
    private final Ec2Places places;
    private final Ec2SpotPrices spotPrices;
    private final Ec2Instances instances;
    private final Ec2Launches launches;
    private final Ec2SpotRequests spotRequests;
    private final Ec2Tags tags;
    private final Ec2Outlook outlook;

    Ec2Api(Market market, Fleet fleet, SimulatedClock clock, long seed) {
        this.market = market;
        this.places = new Ec2Places(market);
        this.spotPrices = new Ec2SpotPrices(market, clock);
        this.instances = new Ec2Instances(market, fleet, clock);
        this.launches = new Ec2Launches(market, fleet, clock, seed, instances);
        this.spotRequests = new Ec2SpotRequests(fleet, clock);
        this.tags = new Ec2Tags(fleet, instances);
        this.outlook = new Ec2Outlook(market, fleet, clock);
    }

    /** The id of a zone by its name; null where it has none that is known. */
    @Nullable
    String zoneId(@Nullable String region, @Nullable String zoneName) {
        if (zoneName == null) {
            return null;
        }
        return market.region(region)
                .flatMap(known -> known.zones().stream()
                        .filter(id -> ZoneNames.name(known, id).equals(zoneName))
                        .findFirst())
                .orElse(null);
    }

    String answer(String action, QueryParameters in, Caller caller, String requestId) {
        RegionMarket region = market.region(caller.region())
                .orElseThrow(() -> new AwsException(
                        401, "AuthFailure", "AWS was not able to validate the provided access credentials"));
        Consumer<Xml> content = switch (action) {
            case "DescribeRegions" -> places.describeRegions(in);
            case "DescribeAvailabilityZones" -> places.describeAvailabilityZones(in, region);
            case "DescribeInstanceTypes" -> places.describeInstanceTypes(in, region);
            case "DescribeSpotPriceHistory" -> spotPrices.describeSpotPriceHistory(in, region);
            case "RunInstances" -> launches.runInstances(in, region, caller);
            case "DescribeInstances" -> instances.describeInstances(in, region, caller);
            case "DescribeSpotInstanceRequests" -> spotRequests.describeSpotInstanceRequests(in, region, caller);
            case "TerminateInstances" -> instances.terminateInstances(in, region, caller);
            case "CreateTags" -> tags.createTags(in, region, caller);
            case "DescribeInstanceStatus" -> {
                Ec2Values.dryRun(in);
                yield outlook.describeInstanceStatus(in, region, caller);
            }
            case "GetSpotPlacementScores" -> {
                Ec2Values.dryRun(in);
                yield outlook.getSpotPlacementScores(in, region);
            }
            default ->
                throw AwsException.badRequest(
                        "InvalidAction", "The action " + action + " is not valid for this web service.");
        };
        return new Xml()
                .element(action + "Response" + NAMESPACE, x -> {
                    x.leaf("requestId", requestId);
                    content.accept(x);
                })
                .toString();
    }

    static String error(AwsException e, String requestId) {
        return new Xml()
                .element(
                        "Response",
                        r -> r.element(
                                        "Errors",
                                        es -> es.element(
                                                "Error",
                                                x -> x.leaf("Code", e.code()).leaf("Message", e.text())))
                                .leaf("RequestID", requestId))
                .toString();
    }
}
