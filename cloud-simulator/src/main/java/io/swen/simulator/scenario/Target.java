package io.swen.simulator.scenario;

import io.swen.catalog.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an effect strikes.
 *
 * @param provider {@code aws} or {@code alibaba}
 * @param region bare name; null for all
 * @param zone bare name; null for all
 * @param types names, or their beginnings with a star at the end; empty for all
 */
record Target(
        String provider,
        @Nullable String region,
        @Nullable String zone,
        @Nullable List<String> types) {

    Target {
        if (!provider.equals(Provider.AWS.id()) && !provider.equals(Provider.ALIBABA.id())) {
            throw new IllegalArgumentException("provider is " + provider + ", allowed: aws, alibaba");
        }
        types = types == null ? List.of() : List.copyOf(types);
    }

    boolean covers(Provider where, String regionName, String zoneName, String type) {
        return provider.equals(where.id())
                && (region == null || region.equals(regionName))
                && (zone == null || zone.equals(zoneName))
                && (types == null || types.isEmpty() || types.stream().anyMatch(pattern -> matches(pattern, type)));
    }

    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
