package io.swen.gateway.operations;

import io.swen.platform.dependency.CallStatistics;
import io.swen.platform.dependency.ServiceDependencies.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom, as measured in the last minutes by whoever called.
 *
 * @param time wall time
 * @param window what the figures are of
 */
record ServiceMap(Instant time, Duration window, List<Node> nodes, List<Edge> edges) {

    /**
     * A service, or what one called.
     *
     * @param answers whether a service told of its part; null for what is no service of ours
     * @param received the calls that it says it received; null where it does not say
     */
    record Node(
            String name,
            Kind kind,
            @Nullable Boolean answers,
            @Nullable CallStatistics received) {}

    /** Calls of one by another. */
    record Edge(String from, String to, CallStatistics calls) {}
}
