package io.swen.routing.rightsizing;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * How well the size of what runs fits what it uses; numbers of processors are of one replica.
 *
 * @param lacking what is missing to say more; null where something is said
 * @param measuredHours hours with measurements at its place
 * @param cpuPeak95 what the busiest minute of an hour uses, in 95 of 100 hours at most
 * @param foreseenPeak what it is foreseen to use at most; null where nothing is foreseen
 * @param memoryMeasured false leaves the memory as it is
 * @param neededReplicas of the present size, that all demand together needs
 * @param saturation the chance that an hour needs more than there is now, at most
 */
@Schema(name = "RightSizing")
record Assessment(
        String workloadId,
        String offerId,
        Sizing.Fit fit,
        @Nullable String lacking,
        int measuredHours,
        int replicas,
        double vcpu,
        double memoryGb,
        @Nullable Double cpuPeak95,
        @Nullable Double cpuPeak99,
        @Nullable Double foreseenPeak,
        @Nullable String foreseenLacking,
        boolean memoryMeasured,
        @Nullable Double neededCores,
        @Nullable Double neededMemoryGb,
        @Nullable Integer neededReplicas,
        @Nullable Double saturation,
        Money hourlyCost) {}
