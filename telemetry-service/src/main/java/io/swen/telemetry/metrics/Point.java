package io.swen.telemetry.metrics;

import java.time.Instant;

/** A value at a time, or of the step that begins then. */
public record Point(Instant time, double value) {}
