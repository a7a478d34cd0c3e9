package io.swen.telemetry.stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How many may listen, and for how long.
 *
 * @param subscribers at a time in this process
 * @param subscribersACaller at a time of one caller
 * @param queue how many events may wait for a subscriber before it is cut off as too slow
 * @param series how many series a subscriber may follow
 * @param heartbeat how long a stream is silent at most
 * @param longest after which a stream ends and is to be resumed, unless its token ends before
 */
@Validated
@ConfigurationProperties("swen.telemetry.stream")
record StreamProperties(
        @Min(1) @Max(10_000) int subscribers,
        @Min(1) @Max(1_000) int subscribersACaller,
        @Min(1) @Max(100_000) int queue,
        @Min(1) @Max(100_000) int series,
        @NotNull Duration heartbeat,
        @NotNull Duration longest) {}
