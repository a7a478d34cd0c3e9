package io.swen.gitops.remediation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How interruptions and outages are answered.
 *
 * @param runbooks folder with runbooks that are added to those that ship, or take their place by their names; null for none
 * @param tick wall time between two looks at what is due
 * @param gather wall time within which what happens is asked about together
 * @param mostTogether workloads in one request and one change
 * @param batch remediations that one look takes up
 * @param storm domain time for which a pool that instances were taken back from is not gone to
 * @param mostPools pools that a request names at most, the newest ones
 * @param pauseBetweenAttempts wall time before routing-service is asked again
 * @param slowPause wall time between looks at what waits for a person, a region or a restart
 * @param slowWork wall time between two looks at outages, removals that are owed and what is to be told
 * @param unknownFor wall time for which the instance of a notice may still turn out to be ours
 * @param failoverDefault policy of environments that are not named
 * @param failover by environment
 * @param minimumStay domain time for which a region stays out of use after it came back
 * @param keep wall time for which what has ended is kept
 */
@Validated
@ConfigurationProperties("swen.gitops.remediation")
record RemediationProperties(
        @Nullable Path runbooks,
        @DefaultValue("250ms") Duration tick,
        @DefaultValue("2s") Duration gather,
        @DefaultValue("50") int mostTogether,
        @DefaultValue("500") int batch,
        @DefaultValue("PT10M") Duration storm,
        @DefaultValue("200") int mostPools,
        @DefaultValue("3s") Duration pauseBetweenAttempts,
        @DefaultValue("2s") Duration slowPause,
        @DefaultValue("5s") Duration slowWork,
        @DefaultValue("2m") Duration unknownFor,
        @DefaultValue("PROPOSE") FailoverPolicy failoverDefault,
        @DefaultValue Map<String, FailoverPolicy> failover,
        @DefaultValue("PT30M") Duration minimumStay,
        @DefaultValue("P90D") Duration keep) {

    RemediationProperties {
        List<String> problems = new ArrayList<>();
        positive(problems, "tick", tick);
        positive(problems, "gather", gather);
        positive(problems, "storm", storm);
        positive(problems, "pause-between-attempts", pauseBetweenAttempts);
        positive(problems, "slow-pause", slowPause);
        positive(problems, "slow-work", slowWork);
        positive(problems, "unknown-for", unknownFor);
        positive(problems, "keep", keep);
        between(problems, "most-together", mostTogether, 50);
        between(problems, "batch", batch, 5_000);
        between(problems, "most-pools", mostPools, 1_000);
        if (minimumStay.isNegative()) {
            problems.add("minimum-stay must not be negative");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.gitops.remediation: " + String.join("; ", problems));
        }
    }

    FailoverPolicy failoverIn(String environment) {
        return failover.getOrDefault(environment, failoverDefault);
    }

    private static void positive(List<String> problems, String name, Duration value) {
        if (!value.isPositive()) {
            problems.add(name + " must be above zero");
        }
    }

    private static void between(List<String> problems, String name, int value, int most) {
        if (value < 1 || value > most) {
            problems.add(name + " must be 1 to " + most);
        }
    }
}
