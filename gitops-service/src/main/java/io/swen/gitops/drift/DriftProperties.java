package io.swen.gitops.drift;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How drift is found and what is done about it.
 *
 * @param every wall time between two looks at all regions, besides those that an event asks for
 * @param terraformEvery wall time between two looks at all Terraform states; zero for none
 * @param looks in a row that have to find the same before anything is done
 * @param missing what is done about what is not there
 * @param changed what is done about what is not as wanted
 * @param environments other policies by environment
 * @param tries to heal a workload within {@code window}; then a person has to look
 * @param window domain time in which tries count
 * @param firstPause domain time after the first try, then doubling
 * @param routingGrace domain time that routing has to find another place for what was lost
 * @param routingGraceWall wall time that it has at least
 */
@Validated
@ConfigurationProperties("swen.gitops.drift")
record DriftProperties(
        @DefaultValue("30s") Duration every,
        @DefaultValue("15m") Duration terraformEvery,
        @DefaultValue("2") int looks,
        @DefaultValue("heal") DriftPolicy missing,
        @DefaultValue("heal") DriftPolicy changed,
        @DefaultValue Map<String, Policies> environments,
        @DefaultValue("3") int tries,
        @DefaultValue("PT24H") Duration window,
        @DefaultValue("PT5M") Duration firstPause,
        @DefaultValue("PT30M") Duration routingGrace,
        @DefaultValue("60s") Duration routingGraceWall) {

    /** The policies of one environment. */
    record Policies(
            @DefaultValue("heal") DriftPolicy missing,
            @DefaultValue("heal") DriftPolicy changed) {}

    DriftProperties {
        if (looks < 1 || tries < 1) {
            throw new IllegalArgumentException(
                    "swen.gitops.drift.looks and .tries are 1 or more: " + List.of(looks, tries));
        }
        environments = Map.copyOf(environments);
    }

    DriftPolicy policy(String environment, DriftClass kind) {
        Policies named = environments.get(environment);
        return switch (kind) {
            case MISSING -> named == null ? missing : named.missing();
            case CHANGED -> named == null ? changed : named.changed();
            // What nobody recorded may be somebody's.
            case UNMANAGED -> DriftPolicy.REPORT;
        };
    }

    HealBudget budget() {
        return new HealBudget(tries, window, firstPause);
    }
}
