/** RFC 9457 problem details and the registry of their codes. */
@NullMarked
package io.swen.platform.problem;

import org.jspecify.annotations.NullMarked;
