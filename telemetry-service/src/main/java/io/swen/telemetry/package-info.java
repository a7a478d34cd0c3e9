/** What the clouds charge, what runs in them, and what it costs. */
@NullMarked
package io.swen.telemetry;

import org.jspecify.annotations.NullMarked;
