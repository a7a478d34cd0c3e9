package io.swen.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an instance type.
 *
 * @param architecture {@code amd64} or {@code arm64}
 * @param gpuModel null without GPUs, and where the model is unknown
 * @param gpuModelOrigin null exactly when {@code gpuModel} is
 */
public record CatalogInstanceType(
        Provider provider,
        String name,
        String architecture,
        int vcpu,
        double memoryGib,
        int gpus,
        @Nullable String gpuModel,
        @Nullable Origin gpuModelOrigin) {

    public CatalogInstanceType {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(name);
        if (!architecture.equals("amd64") && !architecture.equals("arm64")) {
            throw new IllegalArgumentException("architecture of " + name + " is " + architecture);
        }
        if (vcpu < 1 || memoryGib <= 0 || gpus < 0) {
            throw new IllegalArgumentException(
                    "shape of " + name + ": " + vcpu + " vCPU, " + memoryGib + " GiB, " + gpus);
        }
        if ((gpuModel == null) != (gpuModelOrigin == null)) {
            throw new IllegalArgumentException("GPU model of " + name + " and its origin come together");
        }
    }

    /** The part of the name that tells the hardware generation: {@code m7i} of {@code m7i.large}, {@code g8y} of {@code ecs.g8y.large}. */
    public String family() {
        return Families.of(provider, name);
    }
}
