/** Amounts of money in a named currency. */
@NullMarked
package io.swen.platform.money;

import org.jspecify.annotations.NullMarked;
