/** The root call that shows the state of both clouds at a glance. */
@NullMarked
package io.swen.telemetry.overview;

import org.jspecify.annotations.NullMarked;
