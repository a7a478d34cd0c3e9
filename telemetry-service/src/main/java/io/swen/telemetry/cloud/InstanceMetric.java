package io.swen.telemetry.cloud;

import java.util.Arrays;
import java.util.Optional;

/** What is measured of each instance, in one unit whatever the provider's is. */
public enum InstanceMetric {
    CPU_UTILIZATION("cpu_utilization", "percent"),
    NETWORK_IN("network_in", "bytes_per_second"),
    NETWORK_OUT("network_out", "bytes_per_second");

    private final String id;
    private final String unit;

    InstanceMetric(String id, String unit) {
        this.id = id;
        this.unit = unit;
    }

    /** The name in the API and the database. */
    public String id() {
        return id;
    }

    public String unit() {
        return unit;
    }

    public static Optional<InstanceMetric> of(String id) {
        return Arrays.stream(values()).filter(metric -> metric.id.equals(id)).findFirst();
    }
}
