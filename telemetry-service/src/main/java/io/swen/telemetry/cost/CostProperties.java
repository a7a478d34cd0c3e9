package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How costs are shared out and watched.
 *
 * @param allocation rules for what belongs to no team or to several; the first that matches a cost decides about it
 * @param anomalyHistoryDays how many days before a day say what is usual
 * @param anomalyLeastUsd deviations of fewer USD a day are never told
 */
@ConfigurationProperties("swen.telemetry.cost")
public record CostProperties(
        @DefaultValue List<Rule> allocation,
        @DefaultValue("28") int anomalyHistoryDays,
        @DefaultValue("1") BigDecimal anomalyLeastUsd) {

    /** How a rule divides what it matches. */
    public enum Split {
        /** In proportion to what the teams cost themselves. */
        PROPORTIONAL,
        /** The same for every team that costs anything itself. */
        EVEN,
        /** By the rule's own shares. */
        FIXED
    }

    /**
     * A rule of allocation; a cost matches when all the parts that are given do.
     *
     * @param untagged true matches what carries no team
     * @param shares by team, for a fixed split; they need not add up to anything
     */
    public record Rule(
            String name,
            @DefaultValue("false") boolean untagged,
            @Nullable String team,
            @Nullable String provider,
            @Nullable String service,
            Split split,
            @DefaultValue Map<String, BigDecimal> shares) {

        public Rule {
            shares = Map.copyOf(shares);
        }

        boolean matches(@Nullable String ofTeam, String ofProvider, String ofService) {
            return (!untagged || ofTeam == null)
                    && (team == null || team.equals(ofTeam))
                    && (provider == null || provider.equals(ofProvider))
                    && (service == null || service.equals(ofService));
        }
    }

    private static final int MOST_RULES = 100;

    public CostProperties {
        allocation = List.copyOf(allocation);
        List<String> problems = new ArrayList<>();
        if (allocation.size() > MOST_RULES) {
            problems.add("allocation has " + allocation.size() + " rules, at most " + MOST_RULES);
        }
        for (Rule rule : allocation) {
            if (!rule.untagged() && rule.team() == null && rule.provider() == null && rule.service() == null) {
                problems.add(
                        "allocation rule " + rule.name() + " matches everything: name a team, provider or service");
            }
            if (rule.split() == Split.FIXED
                    && (rule.shares().isEmpty()
                            || rule.shares().values().stream().anyMatch(share -> share.signum() <= 0))) {
                problems.add("allocation rule " + rule.name() + " needs shares, each above 0");
            }
            if (rule.split() != Split.FIXED && !rule.shares().isEmpty()) {
                problems.add("allocation rule " + rule.name() + " has shares, which only a fixed split uses");
            }
        }
        if (anomalyHistoryDays < 7 || anomalyHistoryDays > 90) {
            problems.add("anomaly-history-days is " + anomalyHistoryDays + ", allowed are 7 to 90");
        }
        if (anomalyLeastUsd.signum() < 0) {
            problems.add("anomaly-least-usd is " + anomalyLeastUsd + ", it cannot be negative");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.telemetry.cost: " + String.join("; ", problems));
        }
    }
}
