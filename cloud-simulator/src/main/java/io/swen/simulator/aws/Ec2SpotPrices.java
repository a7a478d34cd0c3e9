package io.swen.simulator.aws;

import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.market.SpotQuote;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The history of spot prices. */
final class Ec2SpotPrices {

    private static final Duration SPOT_HISTORY = Duration.ofDays(90);
    private static final Set<String> SPOT_PRODUCTS = Set.of("Linux/UNIX", "Linux/UNIX (Amazon VPC)");

    private final Market market;
    private final SimulatedClock clock;

    Ec2SpotPrices(Market market, SimulatedClock clock) {
        this.market = market;
        this.clock = clock;
    }

    /**
     * Answers pool by pool, in each the newest price first. The next token freezes the end of the time span, so that prices
     * that change between two pages neither repeat nor get lost.
     */
    Consumer<Xml> describeSpotPriceHistory(QueryParameters in, RegionMarket region) {
        Ec2Values.dryRun(in);
        Instant now = clock.instant();
        int limit = in.number("MaxResults", 1_000, 1, 1_000);
        Instant end = earlier(time(in, "EndTime", now), now);
        Instant start = time(in, "StartTime", end);
        if (start.isBefore(now.minus(SPOT_HISTORY))) {
            start = now.minus(SPOT_HISTORY);
        }
        int poolIndex = 0;
        int skip = 0;
        String token = in.get("NextToken");
        if (token != null && !token.isEmpty()) {
            List<String> parts = PageToken.read(token, 4).orElseThrow(Ec2Values::invalidToken);
            try {
                start = Instant.parse(parts.get(0));
                end = Instant.parse(parts.get(1));
                poolIndex = Integer.parseInt(parts.get(2));
                skip = Integer.parseInt(parts.get(3));
            } catch (DateTimeParseException | NumberFormatException e) {
                throw Ec2Values.invalidToken();
            }
            if (poolIndex < 0 || skip < 0 || start.isBefore(now.minus(SPOT_HISTORY.multipliedBy(2)))) {
                throw Ec2Values.invalidToken();
            }
        }
        if (start.isAfter(end)) {
            // Asking for "now" answers the price in force.
            start = end;
        }
        Filters filters = new Filters(
                in.filters(),
                Set.of("availability-zone", "availability-zone-id", "instance-type", "product-description"));
        Set<String> types = new HashSet<>(in.list("InstanceType"));
        for (String type : types) {
            if (market.types().get(type) == null) {
                throw AwsException.badRequest(
                        "InvalidParameterValue", "Invalid value '" + type + "' for InstanceType.");
            }
        }
        List<String> products = in.list("ProductDescription");
        boolean linux = (products.isEmpty() || products.stream().anyMatch(SPOT_PRODUCTS::contains))
                && filters.accept("product-description", "Linux/UNIX");
        String zone = Ec2Values.zone(in, region, "AvailabilityZone", "AvailabilityZoneId");
        var rows = new ArrayList<Map.Entry<Pool, SpotQuote>>();
        String next = null;
        List<Pool> pools = linux ? region.pools() : List.of();
        for (; poolIndex < pools.size() && next == null; poolIndex++, skip = 0) {
            Pool pool = pools.get(poolIndex);
            if (!pool.sellsSpot()
                    || (zone != null && !zone.equals(pool.zone()))
                    || (!types.isEmpty() && !types.contains(pool.type().name()))
                    || !filters.accept("availability-zone", ZoneNames.name(region, pool.zone()))
                    || !filters.accept("availability-zone-id", pool.zone())
                    || !filters.accept("instance-type", pool.type().name())) {
                continue;
            }
            if (rows.size() == limit) {
                next = PageToken.of(start, end, poolIndex, skip);
                break;
            }
            int room = limit - rows.size();
            List<SpotQuote> quotes = pool.spotBetween(start, end, skip + room + 1);
            for (SpotQuote quote :
                    quotes.subList(Math.min(skip, quotes.size()), Math.min(quotes.size(), skip + room))) {
                rows.add(Map.entry(pool, quote));
            }
            if (quotes.size() > skip + room) {
                next = PageToken.of(start, end, poolIndex, skip + room);
            }
        }
        String nextToken = Objects.requireNonNullElse(next, "");
        return x -> x.list(
                        "spotPriceHistorySet",
                        "item",
                        rows,
                        (item, row) -> item.leaf(
                                        "instanceType", row.getKey().type().name())
                                .leaf("productDescription", "Linux/UNIX")
                                .leaf("spotPrice", row.getValue().price().toPlainString())
                                .leaf(
                                        "timestamp",
                                        Ec2Values.TIME.format(row.getValue().since()))
                                .leaf(
                                        "availabilityZone",
                                        ZoneNames.name(region, row.getKey().zone()))
                                .leaf("availabilityZoneId", row.getKey().zone()))
                .leaf("nextToken", nextToken);
    }

    private static Instant time(QueryParameters in, String name, Instant otherwise) {
        String text = in.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid value '" + text + "' for " + name + ".");
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
