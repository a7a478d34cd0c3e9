/** Writes samples, prices, costs and interruptions as Parquet files that warehouses and DuckDB read as they are. */
@NullMarked
package io.swen.telemetry.export;

import org.jspecify.annotations.NullMarked;
