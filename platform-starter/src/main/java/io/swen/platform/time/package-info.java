/** Domain time, which may run faster than wall time. */
@NullMarked
package io.swen.platform.time;

import org.jspecify.annotations.NullMarked;
