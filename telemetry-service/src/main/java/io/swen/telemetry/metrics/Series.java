package io.swen.telemetry.metrics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and of what: samples belong to a series.
 *
 * @param id this service's number of it
 * @param name what is measured, such as {@code cpu_utilization}
 * @param unit of the values
 * @param team whose it is; null for what belongs to no team
 * @param labels of an instance: provider, region, zone, instance_id, instance_type, and workload where known
 * @param simulated whether the built-in simulator is behind it
 */
public record Series(
        long id,
        String name,
        String unit,
        @Nullable String team,
        @Nullable String environment,
        SortedMap<String, String> labels,
        boolean simulated) {

    public Series {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
