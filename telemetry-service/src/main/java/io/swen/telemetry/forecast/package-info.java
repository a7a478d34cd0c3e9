/** Foresees series: demand, prices and cost, with intervals that say how sure it is, and when demand passes capacity. */
@NullMarked
package io.swen.telemetry.forecast;

import org.jspecify.annotations.NullMarked;
