package io.swen.simulator.fleet;

import java.time.Duration;

/**
 * How late a cloud shows what it did: of the machine's time, since the launch.
 *
 * @param listedAfter until then a new instance is in no list, and calls that name it find none
 * @param taggedAfter until then it is listed without the tags of its launch
 */
public record Consistency(Duration listedAfter, Duration taggedAfter) {

    // Before the constant below, whose constructor asks for it.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Everything is seen at once. */
    public static final Consistency STRONG = new Consistency(Duration.ZERO, Duration.ZERO);

    public Consistency {
        check("instances_listed_after_ms", listedAfter);
        check("tags_shown_after_ms", taggedAfter);
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + ", allowed: 0 to " + LONGEST.toMillis());
        }
    }
}
