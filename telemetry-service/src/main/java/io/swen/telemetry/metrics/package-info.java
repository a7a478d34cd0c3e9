/** The instances that run, and their measurements. */
@NullMarked
package io.swen.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
