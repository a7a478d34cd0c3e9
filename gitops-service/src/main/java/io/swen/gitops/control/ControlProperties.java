package io.swen.gitops.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The modes of environments that nobody set by a call.
 *
 * @param defaultMode of environments that are not named; null for act on a simulation and observe on a real cloud
 * @param simulated whether the clouds are a simulation
 * @param modes by environment
 */
@ConfigurationProperties("swen.gitops.pipeline")
record ControlProperties(
        @Nullable EnvironmentMode defaultMode,
        @DefaultValue("false") boolean simulated,
        @DefaultValue Map<String, EnvironmentMode> modes) {

    ControlProperties {
        modes = Map.copyOf(modes);
    }

    EnvironmentMode mode(String environment) {
        EnvironmentMode named = modes.get(environment);
        return named == null ? otherwise() : named;
    }

    EnvironmentMode otherwise() {
        if (defaultMode != null) {
            return defaultMode;
        }
        return simulated ? EnvironmentMode.ACT : EnvironmentMode.OBSERVE;
    }
}
