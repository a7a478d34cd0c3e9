package io.swen.routing.placement;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The numbers that placement is decided by, under {@code swen.routing.placement}; every decision stores them.
 *
 * @param costWeight weight of cost at a cost sensitivity of 0.5
 * @param alternatives how many ranked alternatives a decision tells of
 * @param defaultRegion home region of a workload that names neither data nor allowed regions
 * @param startup time from the decision until a replica works, for deadlines
 * @param restart time that an interruption costs apart from the work that is lost
 * @param analyticShare weight of the analytic factors together while a model counts; the rest is the model's; null is 0.7, as
 *     in what was stored before a model could have a say
 * @param version what the operator calls this set of numbers
 * @param barred offers that nothing may be placed on, whatever a workload says
 */
@ConfigurationProperties("swen.routing.placement")
public record PlacementPolicy(
        @DefaultValue("0.7") double costWeight,
        @DefaultValue("5") int alternatives,
        @DefaultValue("aws:us-east-1") String defaultRegion,
        @DefaultValue("5m") Duration startup,
        @DefaultValue("6m") Duration restart,
        @DefaultValue("0.7") @Nullable Double analyticShare,
        @DefaultValue("default") @Nullable String version,
        @DefaultValue List<Barred> barred) {

    private static final double ANALYTIC = 0.7;
    private static final int MOST_BARRED = 64;

    public PlacementPolicy {
        barred = barred == null ? List.of() : List.copyOf(barred);
        if (!(costWeight >= 0.3 && costWeight <= 0.8)) {
            throw new IllegalArgumentException("swen.routing.placement.cost-weight must be 0.3 to 0.8: " + costWeight);
        }
        if (alternatives < 1 || alternatives > 20) {
            throw new IllegalArgumentException("swen.routing.placement.alternatives must be 1 to 20: " + alternatives);
        }
        if (startup.isNegative() || restart.isNegative()) {
            throw new IllegalArgumentException("swen.routing.placement.startup and restart must not be negative");
        }
        if (analyticShare != null && !(analyticShare >= 0.5 && analyticShare <= 1)) {
            throw new IllegalArgumentException(
                    "swen.routing.placement.analytic-share must be 0.5 to 1: " + analyticShare);
        }
        if (barred.size() > MOST_BARRED) {
            throw new IllegalArgumentException(
                    "swen.routing.placement.barred has " + barred.size() + " entries, at most " + MOST_BARRED);
        }
    }

    /**
     * Offers that an operator does not trust.
     *
     * @param provider null for all
     * @param region provider-qualified; null for all
     * @param family instance types whose names begin with this and a dot; null for all
     * @param reason for a person
     */
    public record Barred(
            @Nullable String provider,
            @Nullable String region,
            @Nullable String family,
            String reason) {

        public Barred {
            if (provider == null && region == null && family == null) {
                throw new IllegalArgumentException(
                        "an entry of swen.routing.placement.barred names neither provider, region nor family");
            }
            if (reason == null || reason.isBlank()) {
                throw new IllegalArgumentException("an entry of swen.routing.placement.barred lacks its reason");
            }
        }
    }

    /** The policy when nothing is configured. */
    public static PlacementPolicy defaults() {
        return new PlacementPolicy(
                0.7, 5, "aws:us-east-1", Duration.ofMinutes(5), Duration.ofMinutes(6), ANALYTIC, "default", List.of());
    }

    /** The weight of a model that counts. */
    double modelWeight() {
        return 1 - (analyticShare == null ? ANALYTIC : analyticShare);
    }
}
