package io.swen.platform.crypto;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A column whose values an {@link Envelope} sealed; every bean of this type takes part in key rotation.
 *
 * @param table where it is, with its schema where that is not the service's own
 * @param idColumns what tells rows apart, in the order of an index
 * @param column of type {@code text} or {@code bytea}; null is left alone
 * @param context the context of a row's value, from the row's ids as text
 * @param adoptsPlain whether a value that is not sealed, because it was stored before the column was, gets sealed; never where a
 *     forged value could do harm
 */
public record SealedColumn(
        String table,
        List<String> idColumns,
        String column,
        Function<List<String>, String> context,
        boolean adoptsPlain) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}(\\.[a-z_][a-z0-9_]{0,62})?");

    public SealedColumn {
        idColumns = List.copyOf(idColumns);
        if (idColumns.isEmpty()) {
            throw new IllegalArgumentException("a sealed column of " + table + " needs an id");
        }
        requireName(table);
        requireName(column);
        idColumns.forEach(SealedColumn::requireName);
    }

    /** A column of a table with one id that adopts plain values; the context is {@code kind:id}. */
    public static SealedColumn of(String table, String idColumn, String column, String kind) {
        return new SealedColumn(table, List.of(idColumn), column, ids -> kind + ":" + ids.getFirst(), true);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " is not the name of a table or column");
        }
    }
}
