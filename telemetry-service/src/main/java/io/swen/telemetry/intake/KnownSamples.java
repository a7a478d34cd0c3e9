package io.swen.telemetry.intake;

import io.swen.telemetry.intake.SampleBeginnings.Beginning;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SeriesEntry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberInput;

/**
 * Reads a whole body in two ways in turn: samples whose beginning is known are taken as long as one follows the other, and the
 * parser reads what is not known and is asked what it found. Whatever is not written in the plainest form is the parser's.
 */
final class KnownSamples {

    private static final byte[] VALUE = "\",\"value\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SAMPLES = "\"samples\"".getBytes(StandardCharsets.US_ASCII);
    /** What the parser is shown in place of an array that was read here, so that it reads the rest of the document. */
    private static final byte[] READ = "{\"samples\":[]".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_TIME = 35;
    private static final int MOST_DIGITS = 18;
    private static final long EXACT = 1L << 53;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private final JsonSamples samples;
    private final SampleBatch batch;
    private final SampleBeginnings beginnings;
    private final byte[] bytes;
    private final int end;

    private final char[] time = new char[LONGEST_TIME];
    private int at;
    private int index;
    private boolean closed;
    private @Nullable Beginning previous;

    /** Where the text stands whose time is {@link #micros}; a batch mostly has one time. */
    private int timeFrom = -1;

    private int timeLength;
    private long micros = Rfc3339.INVALID;
    private double value;

    KnownSamples(JsonSamples samples, SampleBatch batch, SampleBeginnings beginnings, byte[] bytes, int length) {
        this.samples = samples;
        this.batch = batch;
        this.beginnings = beginnings;
        this.bytes = bytes;
        this.end = length;
    }

    void read() {
        if (!begin()) {
            samples.stream(new ByteArrayInputStream(bytes, 0, end));
            return;
        }
        while (!closed) {
            known();
            if (!closed) {
                parsed();
            }
        }
        InputStream rest = new ByteArrayInputStream(bytes, at, end - at);
        samples.stream(new SequenceInputStream(new ByteArrayInputStream(READ), rest));
    }

    /** Whether the document begins as it mostly does; then the first sample is next. */
    private boolean begin() {
        at = blanks(0);
        if (!take('{')) {
            return false;
        }
        at = blanks(at);
        if (end - at < SAMPLES.length || !Arrays.equals(bytes, at, at + SAMPLES.length, SAMPLES, 0, SAMPLES.length)) {
            return false;
        }
        at = blanks(at + SAMPLES.length);
        if (!take(':')) {
            return false;
        }
        at = blanks(at);
        if (!take('[')) {
            return false;
        }
        at = blanks(at);
        return true;
    }

    /** Takes samples whose beginning is known, and stops before the first other one or behind the end of the array. */
    private void known() {
        while (at < end) {
            Beginning beginning = beginnings.find(bytes, at, end, previous);
            SeriesEntry series = beginning == null ? null : beginning.series();
            if (beginning == null || series == null || series.isRetired()) {
                return;
            }
            int after = blanks(tail(at + beginning.length()));
            if (after >= end || (bytes[after] != ',' && bytes[after] != ']')) {
                return;
            }
            samples.count(1);
            batch.series(series);
            batch.add(index++, "", micros, value);
            previous = beginning;
            closed = bytes[after] == ']';
            at = after + 1;
            if (closed) {
                return;
            }
            at = blanks(at);
            if (at < end && bytes[at] == ']') {
                throw JsonSamples.malformed("an array without a comma at its end");
            }
        }
    }

    /** Has the parser read one sample, and more until one is known again. */
    private void parsed() {
        // The comma or bracket before it, or a blank behind those: now it opens an array.
        int origin = at - 1;
        bytes[origin] = '[';
        try (JsonParser parser = JsonSamples.parser(bytes, origin, end - origin)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                int from = origin + (int) parser.currentTokenLocation().getByteOffset();
                samples.element(parser, token, index++);
                if (token == JsonToken.START_OBJECT) {
                    int after = origin + (int) parser.currentLocation().getByteOffset();
                    learn(from, after, origin);
                    int next = blanks(after);
                    if (next < end && bytes[next] == ',') {
                        next = blanks(next + 1);
                        if (beginnings.find(bytes, next, end, null) != null) {
                            at = next;
                            return;
                        }
                    }
                }
            }
            at = origin + (int) parser.currentLocation().getByteOffset();
            closed = true;
        }
    }

    private void learn(int from, int after, int origin) {
        SeriesEntry series = batch.known();
        if (series != null && samples.timeAt() >= 0) {
            int begun = origin + (int) samples.timeAt();
            if (tail(begun) == after) {
                beginnings.learn(bytes, from, begun - from, series);
            }
        }
    }

    /** Reads {@code 2026-11-28T12:00:00Z","value":1.5}} from the time on; answers where it ends, or {@code end} if it is not so. */
    private int tail(int from) {
        int quote = from;
        int last = Math.min(end, from + LONGEST_TIME + 1);
        if (timeLength > 0
                && from + timeLength < last
                && bytes[from + timeLength] == '"'
                && Arrays.equals(bytes, from, from + timeLength, bytes, timeFrom, timeFrom + timeLength)) {
            quote = from + timeLength;
        } else {
            while (quote < last && bytes[quote] != '"') {
                quote++;
            }
            if (quote == last || !readTime(from, quote - from)) {
                return end;
            }
        }
        int number = quote + VALUE.length;
        if (number >= end || !Arrays.equals(bytes, quote, number, VALUE, 0, VALUE.length)) {
            return end;
        }
        int after = number(number);
        return after < end && bytes[after] == '}' ? after + 1 : end;
    }

    private boolean readTime(int from, int length) {
        for (int i = 0; i < length; i++) {
            time[i] = (char) (bytes[from + i] & 0xff);
        }
        long read = Rfc3339.micros(time, 0, length);
        if (read == Rfc3339.INVALID) {
            return false;
        }
        micros = read;
        timeFrom = from;
        timeLength = length;
        return true;
    }

    /** Reads a number of RFC 8259 without an exponent; answers where it ends, or {@code end} if it is none. */
    private int number(int from) {
        int i = from;
        boolean negative = bytes[i] == '-';
        if (negative) {
            i++;
        }
        int first = i;
        long digits = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            digits = digits * 10 + (bytes[i++] - '0');
        }
        int whole = i - first;
        int fraction = 0;
        if (i < end && bytes[i] == '.') {
            int point = ++i;
            while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
                digits = digits * 10 + (bytes[i++] - '0');
            }
            fraction = i - point;
            if (fraction == 0) {
                return end;
            }
        }
        if (whole == 0 || (whole > 1 && bytes[first] == '0')) {
            return end;
        }
        if (whole + fraction <= MOST_DIGITS && digits <= EXACT) {
            // Both are exact, and so the quotient is the nearest number there is.
            double magnitude = digits / POWERS[fraction];
            value = negative ? -magnitude : magnitude;
        } else {
            value = NumberInput.parseDouble(new String(bytes, from, i - from, StandardCharsets.ISO_8859_1), true);
        }
        return i;
    }

    private int blanks(int from) {
        int i = from;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private boolean take(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }
}
