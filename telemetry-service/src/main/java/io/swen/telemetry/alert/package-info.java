/** Rules that watch the telemetry, and the alerts that they raise. */
@NullMarked
package io.swen.telemetry.alert;

import org.jspecify.annotations.NullMarked;
