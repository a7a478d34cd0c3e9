package io.swen.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the values of one {@link SealedColumn} and seals them anew, a batch at a time. */
final class SealedRows {

    /** The name under which values are counted that are not sealed at all yet. */
    static final String PLAIN = "plain";

    private static final Logger LOG = LoggerFactory.getLogger(SealedRows.class);
    private static final int BATCH = 100;
    private static final String TYPE = "select data_type from information_schema.columns where table_schema ="
            + " coalesce(?, current_schema()) and table_name = ? and column_name = ?";

    private final SealedColumn column;
    private final JdbcTemplate jdbc;
    private final Envelope envelope;
    private final boolean bytes;
    private final String ids;

    SealedRows(SealedColumn column, JdbcTemplate jdbc, Envelope envelope) {
        this.column = column;
        this.jdbc = jdbc;
        this.envelope = envelope;
        this.ids = String.join(", ", column.idColumns());
        String[] name = column.table().split("\\.");
        String type = jdbc
                .query(
                        TYPE,
                        (row, index) -> row.getString(1),
                        name.length == 2 ? name[0] : null,
                        name[name.length - 1],
                        column.column())
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no column " + name()));
        this.bytes = switch (type) {
            case "bytea" -> true;
            case "text" -> false;
            default ->
                throw new IllegalStateException(name() + " is " + type + ", but sealed values are text or bytea");
        };
    }

    String name() {
        return column.table() + "." + column.column();
    }

    /** How many values stand under which key. */
    Map<String, Long> valuesByKey() {
        // Only the beginning is read of values that may be megabytes.
        String start = bytes
                ? "encode(substring(" + column.column() + " from 1 for 68), 'escape')"
                : "left(" + column.column() + ", 68)";
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(
                "select case when head like 'v1.%' then split_part(head, '.', 2) else '" + PLAIN
                        + "' end, count(*) from (select " + start + " as head from " + column.table() + " where "
                        + column.column() + " is not null) as heads group by 1",
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /**
     * Seals the next values anew that are not under the key.
     *
     * @param after the ids of the last row of the batch before; empty for the first
     */
    Batch seal(String keyId, List<Object> after) {
        String prefix = Envelope.prefix(keyId);
        List<Object> arguments = new ArrayList<>();
        arguments.add(prefix.length());
        arguments.add(bytes ? prefix.getBytes(StandardCharsets.US_ASCII) : prefix);
        String beyond = "";
        if (!after.isEmpty()) {
            beyond = " and (" + ids + ") > (" + placeholders() + ")";
            arguments.addAll(after);
        }
        List<Row> rows = jdbc.query(
                "select " + ids + ", " + column.column() + " from " + column.table() + " where substring("
                        + column.column() + " from 1 for ?) <> ?" + beyond + " order by " + ids + " limit " + BATCH,
                (row, index) -> {
                    List<Object> id = new ArrayList<>();
                    for (int at = 1; at <= column.idColumns().size(); at++) {
                        id.add(row.getObject(at));
                    }
                    int at = column.idColumns().size() + 1;
                    return new Row(
                            id, bytes ? row.getBytes(at) : row.getString(at).getBytes(StandardCharsets.UTF_8));
                },
                arguments.toArray());
        int done = 0;
        int failed = 0;
        for (Row row : rows) {
            try {
                done += sealOne(row);
            } catch (EnvelopeException e) {
                if (e.reason() == EnvelopeException.Reason.KEYS_UNAVAILABLE) {
                    throw e;
                }
                failed++;
                LOG.error("a value of {} cannot be sealed anew: {}", name(), e.getMessage());
            }
        }
        return new Batch(rows.size() < BATCH ? null : rows.getLast().id(), done, failed);
    }

    /** Whoever changed the value meanwhile sealed it themselves. */
    private int sealOne(Row row) {
        List<String> texts = row.id().stream().map(id -> id.toString().strip()).toList();
        String context = column.context().apply(texts);
        String stored = new String(row.value(), StandardCharsets.UTF_8);
        boolean plainText = column.adoptsPlain() && !Envelope.isSealed(stored);
        byte[] plain = plainText ? row.value() : envelope.open(context, stored);
        String fresh = envelope.seal(context, plain);
        Object old = bytes ? row.value() : stored;
        Object value = bytes ? fresh.getBytes(StandardCharsets.US_ASCII) : fresh;
        List<Object> arguments = new ArrayList<>(List.of(value));
        arguments.addAll(row.id());
        arguments.add(old);
        return jdbc.update(
                "update " + column.table() + " set " + column.column() + " = ? where (" + ids + ") = (" + placeholders()
                        + ") and " + column.column() + " = ?",
                arguments.toArray());
    }

    private String placeholders() {
        return Collections.nCopies(column.idColumns().size(), "?").stream().collect(Collectors.joining(", "));
    }

    /**
     * What one batch did.
     *
     * @param last the ids to go on after; null at the end
     */
    record Batch(@Nullable List<Object> last, int done, int failed) {}

    private record Row(List<Object> id, byte[] value) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row row && id.equals(row.id) && Arrays.equals(value, row.value);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }
}
