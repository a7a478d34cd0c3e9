package io.swen.telemetry.alert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in the topology of the clouds an alert belongs, from its labels; what is null is not known or does not apply. */
public record Location(
        @Nullable String provider,
        @Nullable String region,
        @Nullable String zone,
        @Nullable String workload,
        @Nullable String instanceId) {

    static Location of(Map<String, String> labels) {
        String region = qualified(labels.get("region"));
        String zone = qualified(labels.get("zone"));
        String provider = labels.get("provider");
        if (provider == null && region != null) {
            provider = region.substring(0, region.indexOf(':'));
        }
        return new Location(provider, region, zone, labels.get("workload"), labels.get("instance_id"));
    }

    /** Whether it is a region as a whole or even more, not something inside one. */
    public boolean coversARegion() {
        return provider != null && zone == null && workload == null && instanceId == null;
    }

    /** A name without its provider could be one of either cloud, so it says nothing. */
    private static @Nullable String qualified(@Nullable String name) {
        return name == null || name.indexOf(':') <= 0 ? null : name;
    }
}
