package io.swen.telemetry.cost;

/**
 * A column of the FinOps Open Cost and Usage Specification, or one of SWEN's own, whose names begin with {@code x_}.
 *
 * @param id as the specification spells it
 * @param nullable whether a row may leave it empty
 * @param sql what it is of a row of the ledger, which is called {@code e}
 */
public record FocusColumn(String id, Type type, boolean nullable, String sql) {

    /** The data types of the specification. */
    public enum Type {
        STRING,
        DECIMAL,
        DATE_TIME,
        /** Keys and values, written as a JSON object. */
        JSON
    }
}
