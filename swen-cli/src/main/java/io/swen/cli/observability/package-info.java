/** Looks at what the platform tells of itself: traces, logs, errors, the service map and profiles. */
@NullMarked
package io.swen.cli.observability;

import org.jspecify.annotations.NullMarked;
