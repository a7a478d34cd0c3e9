/** What the simulated clouds bill, metered from what really ran. */
@NullMarked
package io.swen.simulator.billing;

import org.jspecify.annotations.NullMarked;
