/** Domain time: the clock of the simulated world, which can run faster than the wall's. */
@NullMarked
package io.swen.simulator.clock;

import org.jspecify.annotations.NullMarked;
