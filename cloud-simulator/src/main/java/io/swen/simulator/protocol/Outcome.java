package io.swen.simulator.protocol;

import java.time.Duration;

/**
 * What becomes of a request: an answer, or silence.
 *
 * @param delay how long to wait first
 */
public sealed interface Outcome {

    Duration delay();

    /** An answer, perhaps a late one. */
    record Answered(ApiResponse response, Duration delay, String action) implements Outcome {}

    /** The work was done, but the caller's connection breaks before the answer. */
    record Dropped(Duration delay, String action) implements Outcome {}
}
