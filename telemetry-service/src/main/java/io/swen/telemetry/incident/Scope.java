package io.swen.telemetry.incident;

import io.swen.telemetry.alert.Alert;
import io.swen.telemetry.alert.Location;
import org.jspecify.annotations.Nullable;

/**
 * What an incident is about: a provider, a region of one, or, without a place in the topology, a rule and the team it is for.
 *
 * @param key a region, a provider, or {@code rule:…}
 */
record Scope(
        String key, @Nullable String provider, @Nullable String region) {

    static Scope of(Alert alert) {
        Location at = alert.location();
        if (at.region() != null) {
            return new Scope(at.region(), at.provider(), at.region());
        }
        if (at.provider() != null) {
            return new Scope(at.provider(), at.provider(), null);
        }
        return new Scope(
                "rule:" + alert.rule() + (alert.team() == null ? "" : "/" + alert.team())
                        + (alert.environment() == null ? "" : "/" + alert.environment()),
                null,
                null);
    }

    /** Whether the other is this one, or lies inside of it. */
    boolean contains(Scope other) {
        return key.equals(other.key) || (provider != null && region == null && provider.equals(other.provider));
    }

    /** Whether it is a provider as a whole. */
    boolean isProvider() {
        return provider != null && region == null;
    }
}
