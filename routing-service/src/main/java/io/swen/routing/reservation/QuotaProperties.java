package io.swen.routing.reservation;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What teams may spend and use at once, under {@code swen.routing.reservations}; nothing is limited unless it stands here.
 *
 * @param quotas every quota that matches a workload holds for it
 */
@ConfigurationProperties("swen.routing.reservations")
record QuotaProperties(@DefaultValue List<Quota> quotas) {

    QuotaProperties {
        quotas = List.copyOf(quotas);
    }

    /**
     * A limit that the workloads of a team in an environment share.
     *
     * @param team {@code *} for all together
     * @param environment {@code *} for all together
     * @param hourlyCost USD per hour; null is unlimited, like the others
     */
    record Quota(
            @DefaultValue("*") String team,
            @DefaultValue("*") String environment,
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus) {

        Quota {
            if (hourlyCost == null && vcpus == null && gpus == null) {
                throw new IllegalArgumentException("the quota of team " + team + " in " + environment
                        + " limits neither hourly-cost, vcpus nor gpus");
            }
            if ((hourlyCost != null && hourlyCost.signum() < 0)
                    || (vcpus != null && vcpus < 0)
                    || (gpus != null && gpus < 0)) {
                throw new IllegalArgumentException(
                        "the quota of team " + team + " in " + environment + " has a limit below zero");
            }
        }

        boolean holdsFor(String ofTeam, String ofEnvironment) {
            return (team.equals("*") || team.equals(ofTeam))
                    && (environment.equals("*") || environment.equals(ofEnvironment));
        }
    }
}
