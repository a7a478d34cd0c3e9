package io.swen.cli.drill;

import io.swen.cli.database.DatabaseContents;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.project.Checksums;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every row of every table of all services, as the hashes of the rows.
 *
 * @param rows sorted hashes, by {@code database table}
 */
record TableContents(Map<String, long[]> rows) {
    private static final String SERVICES = "swen_";

    static TableContents of(PostgresServer server) throws SQLException, IOException {
        Map<String, long[]> rows = new TreeMap<>();
        DatabaseContents contents = new DatabaseContents(server);
        for (String database : contents.databases()) {
            if (database.startsWith(SERVICES)) {
                contents.read(database, Rows::new, (table, sink) -> rows.put(database + " " + table, sink.sorted()));
            }
        }
        return new TableContents(rows);
    }

    long count() {
        return rows.values().stream().mapToLong(table -> table.length).sum();
    }

    /** How many rows are in one of the two only, by table; tables without any are left out. */
    Map<String, Long> differences(TableContents other) {
        Map<String, Long> different = new TreeMap<>();
        rows.forEach((table, here) -> {
            long count = difference(here, other.rows.getOrDefault(table, new long[0]));
            if (count > 0) {
                different.put(table, count);
            }
        });
        other.rows.forEach((table, there) -> {
            if (!rows.containsKey(table)) {
                different.put(table, (long) Math.max(there.length, 1));
            }
        });
        return different;
    }

    static long difference(long[] one, long[] other) {
        int here = 0;
        int there = 0;
        long different = 0;
        while (here < one.length && there < other.length) {
            if (one[here] == other[there]) {
                here++;
                there++;
            } else {
                different++;
                if (one[here] < other[there]) {
                    here++;
                } else {
                    there++;
                }
            }
        }
        return different + (one.length - here) + (other.length - there);
    }

    /** Takes the lines of a dump, a row each: the server writes line breaks within values as {@code \n}. */
    static final class Rows extends OutputStream {
        private static final int HASH_BYTES = 8;

        private final MessageDigest digest = Checksums.digest();
        private long[] hashes = new long[64];
        private int count;

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            for (int at = offset; at < offset + length; at++) {
                if (bytes[at] == '\n') {
                    digest.update(bytes, from, at - from);
                    add(ByteBuffer.wrap(digest.digest(), 0, HASH_BYTES).getLong());
                    from = at + 1;
                }
            }
            digest.update(bytes, from, offset + length - from);
        }

        private void add(long hash) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            hashes[count++] = hash;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(hashes, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
