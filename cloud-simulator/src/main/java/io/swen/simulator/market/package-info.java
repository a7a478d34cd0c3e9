/** What can be bought where, and how spot prices move: pure functions of seed, pool and time. */
@NullMarked
package io.swen.simulator.market;

import org.jspecify.annotations.NullMarked;
