package io.swen.platform.dependency;

import java.time.Duration;
import java.util.List;

/**
 * A service's part of the map.
 *
 * @param window the time that the figures are of
 * @param received what others called here
 * @param dependencies what was called from here
 */
public record ServiceDependencies(
        String service, Duration window, CallStatistics received, List<Dependency> dependencies) {

    public ServiceDependencies {
        dependencies = List.copyOf(dependencies);
    }

    /** What one thing was called from here. */
    public record Dependency(String target, Kind kind, CallStatistics calls) {}

    /** What a thing is to the platform. */
    public enum Kind {
        /** One of its own services. */
        SERVICE,
        /** A cloud's interface. */
        CLOUD,
        /** Anything else outside. */
        EXTERNAL
    }
}
