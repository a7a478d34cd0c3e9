/** The instances that were started, their lives and their metrics, kept durably. */
@NullMarked
package io.swen.simulator.fleet;

import org.jspecify.annotations.NullMarked;
