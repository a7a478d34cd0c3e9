/** A small service on the starter, to test the starter through. */
@NullMarked
package io.swen.platform.app;

import org.jspecify.annotations.NullMarked;
