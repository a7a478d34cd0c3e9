/** The event log: written with each change, read by others in order and without gaps. */
@NullMarked
package io.swen.platform.event;

import org.jspecify.annotations.NullMarked;
