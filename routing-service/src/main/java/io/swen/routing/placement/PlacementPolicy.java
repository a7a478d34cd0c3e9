package io.swen.routing.placement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The numbers that placement is decided by, under {@code swen.routing.placement}; every decision stores them.
 *
 * @param costWeight weight of cost at a cost sensitivity of 0.5
 * @param alternatives how many ranked alternatives a decision tells of
 * @param defaultRegion home region of a workload that names neither data nor allowed regions
 * @param startup time from the decision until a replica works, for deadlines
 * @param analyticShare weight of the analytic factors together while a model counts; the rest is the model's
 * @param restart time that an interruption costs apart from the work that is lost
 */
@ConfigurationProperties("swen.routing.placement")
public record PlacementPolicy(
        @DefaultValue("0.7") double costWeight,
        @DefaultValue("5") int alternatives,
        @DefaultValue("aws:us-east-1") String defaultRegion,
        @DefaultValue("5m") Duration startup,
        @DefaultValue("6m") Duration restart,
        @DefaultValue("0.7") double analyticShare) {

    public PlacementPolicy {
        if (!(costWeight >= 0.3 && costWeight <= 0.8)) {
            throw new IllegalArgumentException("swen.routing.placement.cost-weight must be 0.3 to 0.8: " + costWeight);
        }
        if (alternatives < 1 || alternatives > 20) {
            throw new IllegalArgumentException("swen.routing.placement.alternatives must be 1 to 20: " + alternatives);
        }
        // Absent in what was stored before a model could have a say.
        analyticShare = analyticShare == 0 ? 0.7 : analyticShare;
        if (!(analyticShare >= 0.5 && analyticShare <= 1)) {
            throw new IllegalArgumentException(
                    "swen.routing.placement.analytic-share must be 0.5 to 1: " + analyticShare);
        }
        if (startup.isNegative() || restart.isNegative()) {
            throw new IllegalArgumentException("swen.routing.placement.startup and restart must not be negative");
        }
    }

    /** The policy when nothing is configured. */
    public static PlacementPolicy defaults() {
        return new PlacementPolicy(0.7, 5, "aws:us-east-1", Duration.ofMinutes(5), Duration.ofMinutes(6), 0.7);
    }
}
