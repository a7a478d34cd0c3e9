package io.swen.routing.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/**
 * How many replacements regions can still launch within the time of a notice. Known to this instance only, and forgotten with it:
 * what is sent to a region beyond its room comes late and is not lost.
 */
@Component
class LaunchRoom {

    /** Spot instances are taken back so long after they are told of it. */
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private record Sent(Instant at, Map<String, Integer> launches) {}

    private final BatchProperties properties;
    private final Clock clock;
    private final Deque<Sent> sent = new ArrayDeque<>();

    LaunchRoom(BatchProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** What is left of a region. */
    synchronized ToIntFunction<String> left() {
        Instant since = clock.instant().minus(NOTICE);
        while (!sent.isEmpty() && sent.getFirst().at().isBefore(since)) {
            sent.removeFirst();
        }
        Map<String, Integer> taken = new HashMap<>();
        sent.forEach(each -> each.launches().forEach((region, count) -> taken.merge(region, count, Integer::sum)));
        return region -> Math.max(0, properties.launches() - taken.getOrDefault(region, 0));
    }

    /** @param launches by region */
    synchronized void sent(Map<String, Integer> launches) {
        if (!launches.isEmpty()) {
            sent.addLast(new Sent(clock.instant(), Map.copyOf(launches)));
        }
    }
}
