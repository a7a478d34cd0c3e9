package io.swen.telemetry.metrics;

import io.swen.platform.security.Actor;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which series are meant.
 *
 * @param name null for any
 * @param labels all of these have to match
 * @param teams null for all
 * @param environments null for all
 */
public record SeriesSelector(
        @Nullable String name,
        Map<String, String> labels,
        @Nullable Set<String> teams,
        @Nullable Set<String> environments) {

    public SeriesSelector {
        labels = Map.copyOf(labels);
        teams = teams == null ? null : Set.copyOf(teams);
        environments = environments == null ? null : Set.copyOf(environments);
    }

    /** The series that a caller may see. */
    public static SeriesSelector visibleTo(Actor actor, @Nullable String name, Map<String, String> labels) {
        return new SeriesSelector(name, labels, actor.teamFilter(), actor.environmentFilter());
    }
}
