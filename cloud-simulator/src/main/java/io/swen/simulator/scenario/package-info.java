/** Scenarios: what shall happen to both clouds, in files, replayable from a seed, and what did happen. */
@NullMarked
package io.swen.simulator.scenario;

import org.jspecify.annotations.NullMarked;
