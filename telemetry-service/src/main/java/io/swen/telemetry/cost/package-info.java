/** Cost metered from what runs: price times time. */
@NullMarked
package io.swen.telemetry.cost;

import org.jspecify.annotations.NullMarked;
