package io.swen.telemetry.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.swen.telemetry.metrics.SeriesEntry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How samples of known series begin, byte by byte up to the quote of their time. Equal bytes are read equally, so that what the
 * parser once found in them holds again without parsing; see ADR 0075.
 */
@Component
final class SampleBeginnings {

    private static final int LONGEST = 1_024;
    private static final int OVERHEAD = 120;
    private static final byte[] TIME = {'"', 't', 'i', 'm', 'e', '"', ':', '"'};

    private final Cache<Beginning, Beginning> known;

    SampleBeginnings(IntakeProperties properties) {
        this.known = Caffeine.newBuilder()
                .maximumWeight(properties.remembered().toBytes())
                .<Beginning, Beginning>weigher((key, value) -> key.length + OVERHEAD)
                .removalListener(SampleBeginnings::forget)
                .build();
    }

    /** The bytes of a sample from its brace to the quote that opens its time. */
    static final class Beginning {

        private final byte[] bytes;
        private final int from;
        private final int length;
        private final int hash;
        private final @Nullable SeriesEntry series;

        /** What followed it last, as a sender mostly brings its series in one order. Threads may race: it is a guess. */
        private @Nullable Beginning next;

        private boolean forgotten;

        private Beginning(byte[] bytes, int from, int length, @Nullable SeriesEntry series) {
            this.bytes = bytes;
            this.from = from;
            this.length = length;
            this.series = series;
            int sum = 0;
            for (int i = from; i < from + length; i++) {
                sum = 31 * sum + bytes[i];
            }
            this.hash = sum;
        }

        int length() {
            return length;
        }

        @Nullable
        SeriesEntry series() {
            return series;
        }

        private boolean matches(byte[] text, int at, int end) {
            return end - at >= length && Arrays.equals(bytes, from, from + length, text, at, at + length);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Beginning beginning
                    && hash == beginning.hash
                    && length == beginning.length
                    && beginning.matches(bytes, from, from + length);
        }
    }

    /**
     * What the sample that stands at {@code at} begins with, if it is known.
     *
     * @param previous what the sample before it began with
     */
    @Nullable
    Beginning find(byte[] text, int at, int end, @Nullable Beginning previous) {
        Beginning guess = previous == null ? null : previous.next;
        if (guess != null && guess.matches(text, at, end)) {
            return guess;
        }
        int length = lengthOf(text, at, end);
        Beginning found = length < 0 ? null : known.getIfPresent(new Beginning(text, at, length, null));
        if (found != null && previous != null && !previous.forgotten) {
            previous.next = found;
        }
        return found;
    }

    /** Remembers how a sample begins that was read. */
    void learn(byte[] text, int at, int length, SeriesEntry series) {
        if (length <= LONGEST) {
            Beginning fresh = new Beginning(Arrays.copyOfRange(text, at, at + length), 0, length, series);
            known.put(fresh, fresh);
        }
    }

    private static int lengthOf(byte[] text, int at, int end) {
        int last = Math.min(end, at + LONGEST) - TIME.length;
        for (int i = at; i <= last; i++) {
            if (text[i + 1] == 't' && Arrays.equals(text, i, i + TIME.length, TIME, 0, TIME.length)) {
                return i + TIME.length - at;
            }
        }
        return -1;
    }

    /** So that no chain of forgotten ones stays reachable. */
    private static void forget(@Nullable Beginning key, @Nullable Beginning gone, RemovalCause cause) {
        if (gone != null) {
            gone.forgotten = true;
            gone.next = null;
        }
    }
}
