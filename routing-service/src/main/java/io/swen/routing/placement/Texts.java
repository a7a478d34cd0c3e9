package io.swen.routing.placement;

import java.util.Locale;

/** Writes numbers for people. */
final class Texts {

    private Texts() {}

    static String percent(double share) {
        return plain(share * 100, 1) + " %";
    }

    static String money(double amount) {
        return plain(amount, Math.abs(amount) < 1 ? 4 : 2) + " USD";
    }

    static String cores(double cores) {
        return plain(cores, 2) + (cores == 1 ? " core" : " cores");
    }

    static String hours(double hours) {
        return plain(hours, hours < 1 ? 3 : 1) + " h";
    }

    /** At most so many digits after the point, without zeros at the end. */
    static String plain(double number, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", number);
        return digits == 0 || text.indexOf('.') < 0
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
