package io.swen.cli.database;

import java.util.Locale;

/**
 * A place in PostgreSQL's write-ahead log.
 *
 * @param value the byte, counted from the log's beginning
 */
public record Lsn(long value) implements Comparable<Lsn> {
    private static final long SEGMENTS_PER_ID = 1L << 32;

    /** Reads the server's notation, such as {@code 0/16B3748}. */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not a place in the write-ahead log: " + text);
        }
        return new Lsn(Long.parseUnsignedLong(text.substring(0, slash), 16) << 32
                | Long.parseUnsignedLong(text.substring(slash + 1), 16));
    }

    /** The name of the file that holds the byte. */
    String file(int timeline, long segmentSize) {
        long segment = Long.divideUnsigned(value, segmentSize);
        long perId = SEGMENTS_PER_ID / segmentSize;
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline, segment / perId, segment % perId);
    }

    long offset(long segmentSize) {
        return Long.remainderUnsigned(value, segmentSize);
    }

    Lsn beginOfSegment(long segmentSize) {
        return new Lsn(value - offset(segmentSize));
    }

    Lsn plus(long bytes) {
        return new Lsn(value + bytes);
    }

    /** How many bytes lie between an earlier place and this one. */
    public long minus(Lsn earlier) {
        return value - earlier.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(Locale.ROOT) + "/"
                + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(Locale.ROOT);
    }
}
