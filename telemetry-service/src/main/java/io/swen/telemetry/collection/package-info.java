/** Collects spot prices, list prices, regions and types from the clouds, within budgets. */
@NullMarked
package io.swen.telemetry.collection;

import org.jspecify.annotations.NullMarked;
