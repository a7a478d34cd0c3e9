/** Records what a service does with its processor and memory, on request and within bounds. */
@NullMarked
package io.swen.platform.profiling;

import org.jspecify.annotations.NullMarked;
