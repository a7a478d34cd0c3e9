/** Moves what runs to a better place where that pays after disruption, and never to and fro. */
@NullMarked
package io.swen.routing.rebalance;

import org.jspecify.annotations.NullMarked;
