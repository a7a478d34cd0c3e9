package io.swen.routing.candidate;

import org.jspecify.annotations.Nullable;

/**
 * What an instance type offers; many offers share one.
 *
 * @param networkGbps network bandwidth that is there all the time; null where it is not known
 * @param gpuModel null without GPUs, and where the model is unknown
 */
public record Shape(
        String provider,
        String instanceType,
        String architecture,
        int vcpu,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        @Nullable Origin gpuModelOrigin,
        @Nullable Double networkGbps) {}
