package io.swen.routing.rightsizing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a size counts as wrong, under {@code swen.routing.rightsizing}; times are domain time where nothing else is said.
 *
 * @param span how far back use is looked at
 * @param leastHours hours with measurements below which nothing is said of a size
 * @param target part of the processors that the demand to plan for may take
 * @param saturated part of the processors from which an hour counts as saturated
 * @param mostSaturated part of the hours that may be saturated before a larger size is recommended
 * @param leastSaving part of the cost that a smaller size has to save
 * @param forecastHorizon how far demand is foreseen
 * @param idleFor how long something must have done nothing
 * @param orphanedAfter how long an instance must have been without a workload
 * @param mostReplicas of a service, up to which scaling goes
 * @param mostLooked workloads in one round
 * @param mostInstances instances of the inventory in one round
 * @param timeout wall time that telemetry-service may take for one answer
 * @param poll wall time between two rounds
 */
@ConfigurationProperties("swen.routing.rightsizing")
record RightSizingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("P14D") Duration span,
        @DefaultValue("72") int leastHours,
        @DefaultValue("0.75") double target,
        @DefaultValue("0.9") double saturated,
        @DefaultValue("0.05") double mostSaturated,
        @DefaultValue("0.1") double leastSaving,
        @DefaultValue("PT48H") Duration forecastHorizon,
        @DefaultValue("PT24H") Duration idleFor,
        @DefaultValue("PT1H") Duration orphanedAfter,
        @DefaultValue("100") int mostReplicas,
        @DefaultValue("200") int mostLooked,
        @DefaultValue("4000") int mostInstances,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("60s") Duration poll) {

    RightSizingProperties {
        if (!(target > 0 && target <= 1)
                || !(saturated > 0 && saturated <= 1)
                || !(mostSaturated >= 0 && mostSaturated < 1)
                || !(leastSaving >= 0 && leastSaving < 1)) {
            throw new IllegalArgumentException(
                    "swen.routing.rightsizing: target and saturated must be above 0 and at most 1,"
                            + " most-saturated and least-saving 0 to below 1");
        }
        if (leastHours < 2
                || mostReplicas < 1
                || mostReplicas > 100
                || mostLooked < 1
                || mostInstances < 1
                || span.toHours() < leastHours
                || poll.toMillis() < 1
                || timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "swen.routing.rightsizing: least-hours must be at least 2 and within span,"
                            + " most-replicas 1 to 100, most-looked, most-instances, timeout and poll above zero");
        }
    }
}
