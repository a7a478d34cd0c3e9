package io.swen.routing.optimisation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recommendations are treated, under {@code swen.routing.optimisation}.
 *
 * @param defaultMode of environments that are not named; null for act on a simulation and recommend on a real cloud
 * @param simulated whether the clouds are a simulation
 * @param modes by environment
 * @param automatic kinds that are applied without a person in mode act
 * @param ttl domain time that a recommendation stays open unless it is confirmed
 * @param mostOpen how many are open at most; more are left out and counted
 */
@ConfigurationProperties("swen.routing.optimisation")
public record OptimisationProperties(
        @Nullable Mode defaultMode,
        @DefaultValue("false") boolean simulated,
        @DefaultValue Map<String, Mode> modes,
        @DefaultValue("move") Set<Recommendation.Kind> automatic,
        @DefaultValue("PT24H") Duration ttl,
        @DefaultValue("10000") int mostOpen) {

    public OptimisationProperties {
        modes = Map.copyOf(modes);
        automatic = Set.copyOf(automatic);
        if (ttl.isNegative() || ttl.isZero() || mostOpen < 1) {
            throw new IllegalArgumentException(
                    "swen.routing.optimisation: ttl and most-open must be above zero: " + ttl + ", " + mostOpen);
        }
    }

    /** How far optimisation may go in an environment; what people set at gitops-service holds before what is configured here. */
    public enum Mode {
        /** Only look: accounts and metrics, no recommendations. */
        OBSERVE,
        /** Recommend to people. */
        RECOMMEND,
        /** Apply the automatic kinds without asking; approval and policy of gitops-service still stand in the way. */
        ACT
    }

    /** The mode of an environment that nobody set one for at gitops-service. */
    public Mode mode(String environment) {
        Mode named = modes.get(environment);
        if (named != null) {
            return named;
        }
        if (defaultMode != null) {
            return defaultMode;
        }
        return simulated ? Mode.ACT : Mode.RECOMMEND;
    }
}
