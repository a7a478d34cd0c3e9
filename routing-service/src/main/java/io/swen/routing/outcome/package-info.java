/** What became of placements: how long a place lasted, what it cost, and whether the cloud took it back. */
@NullMarked
package io.swen.routing.outcome;

import org.jspecify.annotations.NullMarked;
