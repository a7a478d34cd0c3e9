package io.swen.telemetry.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a series as somebody wrote it, in a buffer that is used again for the next one: a known series is found by it
 * without making an object.
 *
 * <p>Parts may come in any order. What is wrong with one is remembered, and what is too long is not kept.
 */
public final class SeriesKey {

    /** The parts of an identity, with the most characters each may have. */
    public enum Part {
        NAME("name", 200),
        UNIT("unit", 40),
        TEAM("team", 63),
        ENVIRONMENT("environment", 63),
        LABEL("labels", 100),
        VALUE("labels", 256);

        private final String field;
        private final int most;

        Part(String field, int most) {
            this.field = field;
            this.most = most;
        }
    }

    static final int MOST_LABELS = 30;
    private static final Part[] PARTS = Part.values();
    private static final int SHOWN = 60;

    private char[] text;
    private int length;
    private int hash;
    private int labels;
    private int present;
    private @Nullable Refusal problem;

    public SeriesKey() {
        this(new char[512]);
    }

    private SeriesKey(char[] text) {
        this.text = text;
    }

    /** Begins the next identity. */
    public void clear() {
        length = 0;
        hash = 0;
        labels = 0;
        present = 0;
        problem = null;
    }

    /** Whether a part was given. */
    public boolean has(Part part) {
        return (present & (1 << part.ordinal())) != 0;
    }

    public void add(Part part, String value) {
        char[] chars = value.toCharArray();
        add(part, chars, 0, chars.length);
    }

    /** Adds a part; a label is followed by its value. */
    public void add(Part part, char[] from, int offset, int count) {
        if (problem != null) {
            return;
        }
        if (count > part.most || (count == 0 && part != Part.VALUE)) {
            problem = new Refusal(part.field, shown(from, offset, count), "1 to " + part.most + " characters");
            return;
        }
        if (part == Part.LABEL && ++labels > MOST_LABELS) {
            problem = new Refusal(part.field, labels + " labels", "at most " + MOST_LABELS + " labels");
            return;
        }
        present |= 1 << part.ordinal();
        if (length + count + 1 > text.length) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, length + count + 1));
        }
        char[] to = text;
        int at = length;
        int sum = 31 * hash + part.ordinal() + 1;
        to[at++] = (char) (part.ordinal() + 1);
        for (int i = offset; i < offset + count; i++) {
            char c = from[i];
            if (c < ' ') {
                problem = new Refusal(part.field, shown(from, offset, count), "no control characters");
                return;
            }
            to[at++] = c;
            sum = 31 * sum + c;
        }
        length = at;
        hash = sum;
    }

    /** Notes what is wrong with the identity, unless something else is already. */
    public void refuse(Refusal found) {
        if (problem == null) {
            problem = found;
        }
    }

    @Nullable
    Refusal problem() {
        return problem;
    }

    SeriesKey copy() {
        SeriesKey copy = new SeriesKey(Arrays.copyOf(text, length));
        copy.length = length;
        copy.hash = hash;
        copy.labels = labels;
        copy.present = present;
        return copy;
    }

    /** What was written, taken apart. */
    SeriesIdentity identity() {
        SeriesIdentity.Builder identity = new SeriesIdentity.Builder();
        int at = 0;
        while (at < length) {
            Part part = PARTS[text[at] - 1];
            int end = at + 1;
            while (end < length && text[end] >= ' ') {
                end++;
            }
            identity.add(part, new String(text, at + 1, end - at - 1));
            at = end;
        }
        return identity.build();
    }

    private static String shown(char[] from, int offset, int count) {
        return count <= SHOWN
                ? new String(from, offset, count)
                : new String(from, offset, SHOWN) + "… (" + count + " characters)";
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeriesKey key
                && hash == key.hash
                && Arrays.equals(text, 0, length, key.text, 0, key.length);
    }
}
