/** What the features share: bulk writing, day partitions, background jobs and the names of their metrics. */
@NullMarked
package io.swen.telemetry.support;

import org.jspecify.annotations.NullMarked;
