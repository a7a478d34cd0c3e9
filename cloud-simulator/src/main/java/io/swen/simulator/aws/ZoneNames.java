package io.swen.simulator.aws;

import io.swen.simulator.market.RegionMarket;
import java.util.List;

/**
 * Zone names such as {@code us-east-1a} for the zone ids of a region.
 *
 * <p>On AWS the names mean other zones in each account; here they are the letters in the order of the ids.
 */
final class ZoneNames {

    private ZoneNames() {}

    static String name(RegionMarket region, String zoneId) {
        return region.name() + (char) ('a' + region.zones().indexOf(zoneId));
    }

    static String id(RegionMarket region, String zoneName) {
        List<String> ids = region.zones();
        if (zoneName.length() == region.name().length() + 1 && zoneName.startsWith(region.name())) {
            int index = zoneName.charAt(zoneName.length() - 1) - 'a';
            if (index >= 0 && index < ids.size()) {
                return ids.get(index);
            }
        }
        throw AwsException.badRequest("InvalidParameterValue", "Invalid availability zone: [" + zoneName + "]");
    }

    static String checkedId(RegionMarket region, String zoneId) {
        if (!region.zones().contains(zoneId)) {
            throw AwsException.badRequest("InvalidParameterValue", "Invalid availability zone-id: [" + zoneId + "]");
        }
        return zoneId;
    }
}
