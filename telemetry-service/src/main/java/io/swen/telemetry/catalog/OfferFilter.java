package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import org.jspecify.annotations.Nullable;

/** Which offers to list; null in a part means any. {@code region} and {@code zone} are provider-qualified. */
record OfferFilter(
        @Nullable Provider provider,
        @Nullable String region,
        @Nullable String zone,
        @Nullable String instanceType,
        @Nullable PurchaseOption purchaseOption,
        @Nullable String architecture,
        @Nullable Integer minVcpu,
        @Nullable Double minMemoryGb,
        @Nullable Integer minGpus) {

    boolean accepts(Dictionary.ZoneRow row) {
        return (provider == null || row.region().provider() == provider)
                && (region == null || row.region().name().equals(region))
                && (zone == null || row.name().equals(zone));
    }

    boolean accepts(Dictionary.TypeRow row) {
        return (provider == null || row.provider() == provider)
                && (instanceType == null || row.name().equals(instanceType))
                && (architecture == null || row.architecture().equals(architecture))
                && (minVcpu == null || row.vcpu() >= minVcpu)
                && (minMemoryGb == null || row.memoryGb() >= minMemoryGb)
                && (minGpus == null || row.gpus() >= minGpus);
    }
}
