package io.swen.telemetry.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that got into its state.
 *
 * @param alert as it is now
 * @param from null where it did not exist before
 */
public record AlertTransition(Alert alert, @Nullable AlertState from, Instant at, String reason) {}
