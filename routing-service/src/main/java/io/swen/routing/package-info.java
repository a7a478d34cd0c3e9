/** Takes workloads in, decides where each runs best, and hands every decision over as a change. */
@NullMarked
package io.swen.routing;

import org.jspecify.annotations.NullMarked;
