package io.swen.telemetry.cost;

import io.swen.platform.security.Actor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose costs are meant; null in a part means all.
 *
 * @param teams what carries no team belongs to none of them
 */
public record CostScope(
        @Nullable Set<String> teams,
        @Nullable Set<String> environments,
        @Nullable String provider) {

    /** Everything there is. */
    public static final CostScope ALL = new CostScope(null, null, null);

    public CostScope {
        teams = teams == null ? null : Set.copyOf(teams);
        environments = environments == null ? null : Set.copyOf(environments);
    }

    /** What a caller may see. */
    public static CostScope of(Actor actor) {
        return new CostScope(actor.teamFilter(), actor.environmentFilter(), null);
    }

    /** What one team, environment and provider have in common. */
    public static CostScope of(@Nullable String team, @Nullable String environment, @Nullable String provider) {
        return new CostScope(
                team == null ? null : Set.of(team), environment == null ? null : Set.of(environment), provider);
    }

    boolean covers(@Nullable String team, @Nullable String environment, String ofProvider) {
        return (teams == null || (team != null && teams.contains(team)))
                && (environments == null || (environment != null && environments.contains(environment)))
                && (provider == null || provider.equals(ofProvider));
    }
}
