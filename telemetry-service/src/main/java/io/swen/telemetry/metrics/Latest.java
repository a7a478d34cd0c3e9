package io.swen.telemetry.metrics;

import java.time.Instant;

/**
 * The newest sample of a series.
 *
 * @param receivedAt when it was stored, domain time
 * @param stale whether nothing newer came for longer than the bound
 */
public record Latest(Instant time, double value, Instant receivedAt, boolean stale) {}
