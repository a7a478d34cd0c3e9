/** The offers of the newest price epoch, held in memory in columns and kept up with telemetry-service. */
@NullMarked
package io.swen.routing.candidate;

import org.jspecify.annotations.NullMarked;
