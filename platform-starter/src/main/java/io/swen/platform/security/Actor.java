package io.swen.platform.security;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who acts: a person, an API key or a service, with the teams and environments it may see ({@code *} is all).
 *
 * @param id pseudonymous; what stands in events, commits and the audit log
 * @param name login name or client id; never stored beside {@code id} outside identity-service but where a person must read it
 */
public record Actor(UUID id, String name, Set<Role> roles, Set<String> teams, Set<String> environments) {

    private static final String ALL = "*";

    public Actor {
        roles = Set.copyOf(roles);
        teams = Set.copyOf(teams);
        environments = Set.copyOf(environments);
    }

    /** The caller of the request at hand; fails where nobody is authenticated, which the filters rule out for every API call. */
    public static Actor current() {
        Actor actor = currentOrNull();
        if (actor == null) {
            throw new IllegalStateException("no authenticated caller");
        }
        return actor;
    }

    /** The caller of the request at hand, or null in background work. */
    public static @Nullable Actor currentOrNull() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof ActorAuthentication token ? token.actor() : null;
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether this caller may see what belongs to the team and the environment. */
    public boolean sees(String team, String environment) {
        return (teams.contains(ALL) || teams.contains(team))
                && (environments.contains(ALL) || environments.contains(environment));
    }

    /** The teams to restrict a query to, or null for all. */
    public @Nullable Set<String> teamFilter() {
        return teams.contains(ALL) ? null : teams;
    }

    /** The environments to restrict a query to, or null for all. */
    public @Nullable Set<String> environmentFilter() {
        return environments.contains(ALL) ? null : environments;
    }

    /** The teams to restrict a query to, as a parameter of {@code = any (?)}, or null for all. */
    public String @Nullable [] teamParameter() {
        return parameter(teamFilter());
    }

    /** The environments to restrict a query to, as a parameter of {@code = any (?)}, or null for all. */
    public String @Nullable [] environmentParameter() {
        return parameter(environmentFilter());
    }

    private static String @Nullable [] parameter(@Nullable Set<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }
}
