/** Incidents: alerts of one cause, what people do about them, and what is told of them. */
@NullMarked
package io.swen.telemetry.incident;

import org.jspecify.annotations.NullMarked;
