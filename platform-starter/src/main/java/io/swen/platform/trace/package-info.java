/** Spans of work that no framework sees, and traces that outlive the request they began with. */
@NullMarked
package io.swen.platform.trace;

import org.jspecify.annotations.NullMarked;
