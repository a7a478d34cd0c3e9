package io.swen.telemetry.metrics;

import java.time.Instant;

/** A sample together with its series. */
public record SeriesPoint(Series series, Instant time, double value) {}
