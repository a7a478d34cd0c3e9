/** Tells, as a metric, how old the newest backup is. */
@NullMarked
package io.swen.platform.backup;

import org.jspecify.annotations.NullMarked;
