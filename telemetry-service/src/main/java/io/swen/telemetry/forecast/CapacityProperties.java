package io.swen.telemetry.forecast;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What there is at most.
 *
 * @param quotas virtual processors by provider-qualified region
 */
@ConfigurationProperties("swen.telemetry.capacity")
record CapacityProperties(@Nullable Map<String, Double> quotas) {

    CapacityProperties {
        quotas = quotas == null ? Map.of() : Map.copyOf(quotas);
        for (Map.Entry<String, Double> quota : quotas.entrySet()) {
            if (!(quota.getValue() > 0) || quota.getValue().isInfinite()) {
                throw new IllegalArgumentException("swen.telemetry.capacity.quotas: " + quota.getKey() + " is "
                        + quota.getValue() + ", allowed: a number above 0");
            }
        }
    }

    /** In the order of the regions' names. */
    Map<String, Double> inOrder() {
        return new TreeMap<>(quotas == null ? Map.of() : quotas);
    }
}
