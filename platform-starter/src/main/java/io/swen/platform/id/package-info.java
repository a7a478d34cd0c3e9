/** Identifiers made in the application. */
@NullMarked
package io.swen.platform.id;

import org.jspecify.annotations.NullMarked;
