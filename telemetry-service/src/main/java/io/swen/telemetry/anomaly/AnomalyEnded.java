package io.swen.telemetry.anomaly;

import java.time.Instant;
import java.util.UUID;

/** Tells within this service, in the transaction that stores it, that an anomaly is over. */
public record AnomalyEnded(UUID id, long series, Instant endedAt, Finding.Ending ending) {}
