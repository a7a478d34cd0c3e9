package io.swen.telemetry.anomaly;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Text {

    private Text() {}

    /** Four significant digits. */
    static String of(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e9 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = Math.clamp((int) (3 - Math.floor(Math.log10(size))), 0, 6);
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return digits == 0 ? text : text.replaceAll("\\.?0+$", "");
    }

    static String band(Finding.Seen seen) {
        return of(seen.low()) + " to " + of(seen.high());
    }

    static String side(Finding.Seen seen) {
        return seen.observed() > seen.high() ? "above" : seen.observed() < seen.low() ? "below" : "outside";
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * part);
    }

    static String seconds(double seconds) {
        return Duration.ofSeconds(Math.round(seconds)).toString();
    }
}
