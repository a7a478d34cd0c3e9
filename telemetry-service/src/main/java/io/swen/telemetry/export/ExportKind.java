package io.swen.telemetry.export;

import java.time.LocalDate;
import java.util.List;

/** Something that is exported, a file a day. */
interface ExportKind {

    /**
     * A column of the file.
     *
     * @param type of DuckDB
     */
    record Column(String name, String type) {}

    /** The name in paths: {@code kind=<name>}. */
    String name();

    /** In the order in which the query gives them. */
    List<Column> columns();

    /** A query of PostgreSQL for all rows of a day, UTC, in an order that is always the same. */
    String query(LocalDate day);

    /** How many days after a day its rows may still change. */
    int settlesAfterDays();
}
