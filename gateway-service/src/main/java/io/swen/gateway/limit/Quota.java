package io.swen.gateway.limit;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** So many units in such a time; they come back evenly, and all that are there may be used at once. */
public record Quota(long units, Duration window) {

    private static final Duration LONGEST = Duration.ofDays(31);

    public Quota {
        if (units < 1 || !window.isPositive() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a quota needs at least one unit and a window of at most " + LONGEST.toDays() + " days");
        }
    }

    /** Reads what stands in configuration, such as {@code 6000/1m}. */
    public static Quota of(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("a quota is units/window, such as 6000/1m, and not " + text);
        }
        return new Quota(
                Long.parseLong(text.substring(0, slash).strip()),
                DurationStyle.detectAndParse(text.substring(slash + 1).strip()));
    }

    Quota times(int scale) {
        return new Quota(Math.multiplyExact(units, scale), window);
    }
}
