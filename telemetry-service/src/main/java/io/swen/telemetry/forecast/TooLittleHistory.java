package io.swen.telemetry.forecast;

/**
 * Says that nothing can be foreseen of a series yet.
 *
 * @param known steps with a value
 * @param needed how many it takes for the horizon that was asked for
 * @param reason for a person to read
 */
public record TooLittleHistory(int known, int needed, String reason) implements ForecastOutcome {}
