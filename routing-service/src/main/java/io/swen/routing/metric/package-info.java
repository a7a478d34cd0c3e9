/** The names of this service's own metrics, in one place. */
@NullMarked
package io.swen.routing.metric;

import org.jspecify.annotations.NullMarked;
