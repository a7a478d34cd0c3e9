package io.swen.telemetry.intake;

/** Reads instants of RFC 3339 without making an object. */
final class Rfc3339 {

    /** What is answered for anything else. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int SHORTEST = 20;
    private static final int LONGEST = 35;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final long MICROS = 1_000_000;
    private static final int MICRO_DIGITS = 6;

    private Rfc3339() {}

    /** Microseconds since 1970; digits below are cut off. */
    static long micros(char[] text, int offset, int length) {
        if (length < SHORTEST || length > LONGEST) {
            return INVALID;
        }
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int second = number(text, offset + 17, 2);
        boolean form = text[offset + 4] == '-'
                && text[offset + 7] == '-'
                && (text[offset + 10] | 0x20) == 't'
                && text[offset + 13] == ':'
                && text[offset + 16] == ':';
        // A number that is none is negative, and so is the bitwise or of it.
        if (!form
                || (year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > days(year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return INVALID;
        }
        int at = offset + 19;
        int end = offset + length;
        long fraction = 0;
        if (text[at] == '.') {
            int digits = 0;
            for (at++; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
                if (digits < MICRO_DIGITS) {
                    fraction = fraction * 10 + (text[at] - '0');
                }
                digits++;
            }
            if (digits == 0 || digits > 9) {
                return INVALID;
            }
            for (int i = digits; i < MICRO_DIGITS; i++) {
                fraction *= 10;
            }
        }
        long shift = shift(text, at, end);
        if (shift == INVALID) {
            return INVALID;
        }
        long seconds = epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second - shift;
        return seconds * MICROS + fraction;
    }

    private static long shift(char[] text, int at, int end) {
        if (end - at == 1 && (text[at] | 0x20) == 'z') {
            return 0;
        }
        if (end - at != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
            return INVALID;
        }
        int hours = number(text, at + 1, 2);
        int minutes = number(text, at + 4, 2);
        if ((hours | minutes) < 0 || hours > 23 || minutes > 59) {
            return INVALID;
        }
        long seconds = hours * 3_600L + minutes * 60L;
        return text[at] == '-' ? -seconds : seconds;
    }

    private static int number(char[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int days(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March so that the leap day comes last. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int fromMarch = (month + 9) % 12;
        long dayOfYear = (153L * fromMarch + 2) / 5 + day - 1;
        return 365L * shifted
                + Math.floorDiv(shifted, 4)
                - Math.floorDiv(shifted, 100)
                + Math.floorDiv(shifted, 400)
                + dayOfYear
                - 719_468;
    }
}
