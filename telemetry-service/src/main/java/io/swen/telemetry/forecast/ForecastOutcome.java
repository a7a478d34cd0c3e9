package io.swen.telemetry.forecast;

/** A forecast, or why there is none. */
public sealed interface ForecastOutcome permits Forecast, TooLittleHistory {}
