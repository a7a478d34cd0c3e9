/** Takes samples that others bring: JSON, OTLP and Prometheus remote-write. */
@NullMarked
package io.swen.telemetry.intake;

import org.jspecify.annotations.NullMarked;
