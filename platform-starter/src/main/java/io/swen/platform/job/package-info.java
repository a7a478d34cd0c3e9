/** Work that a service does in the background, again and again. */
@NullMarked
package io.swen.platform.job;

import org.jspecify.annotations.NullMarked;
