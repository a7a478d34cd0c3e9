package io.swen.telemetry.forecast;

import java.time.Instant;

/**
 * What is foreseen for one step.
 *
 * @param time the step's beginning
 * @param value the most probable value (the median), in the unit of the series
 * @param interval50 holds the value in half of all cases
 * @param interval80 in four of five; contains the one before
 * @param interval95 in 19 of 20; contains both
 */
public record ForecastPoint(
        Instant time, double value, Interval interval50, Interval interval80, Interval interval95) {}
