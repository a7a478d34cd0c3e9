package io.swen.platform.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events of other services are taken in, under {@code swen.events}.
 *
 * @param attempts of an event that its handler fails on, before the event is set aside
 * @param firstPause after a failure, then doubling; wall time
 * @param longestPause between two attempts; wall time
 * @param mostSetAside events of one consumer; where there are as many, it stops at the next that it cannot handle
 */
@ConfigurationProperties("swen.events")
record EventProperties(
        @DefaultValue("6") int attempts,
        @DefaultValue("500ms") Duration firstPause,
        @DefaultValue("15s") Duration longestPause,
        @DefaultValue("500") int mostSetAside) {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    EventProperties {
        List<String> problems = new ArrayList<>();
        if (attempts < 1 || attempts > 100) {
            problems.add("swen.events.attempts must be 1 to 100, and is " + attempts);
        }
        if (!firstPause.isPositive() || firstPause.compareTo(longestPause) > 0) {
            problems.add("swen.events.first-pause must be above 0 and at most longest-pause, and is " + firstPause);
        }
        if (longestPause.compareTo(LONGEST) > 0) {
            problems.add("swen.events.longest-pause must be at most " + LONGEST + ", and is " + longestPause);
        }
        if (mostSetAside < 0 || mostSetAside > 10_000) {
            problems.add("swen.events.most-set-aside must be 0 to 10000, and is " + mostSetAside);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** What comes after a pause. */
    Duration after(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
    }
}
