/** Watches every series as its samples come in, and tells what is unlike anything before, and why. */
@NullMarked
package io.swen.telemetry.anomaly;

import org.jspecify.annotations.NullMarked;
