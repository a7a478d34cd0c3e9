/** The names of this service's own metrics, in one place, and what counts for several packages. */
@NullMarked
package io.swen.routing.metric;

import org.jspecify.annotations.NullMarked;
