/** Observe mode: everything that runs in the accounts, whoever started it, with its price and use; needs to read only. */
@NullMarked
package io.swen.telemetry.inventory;

import org.jspecify.annotations.NullMarked;
