/** Turns what a caller showed into a short-lived token that is good for one service only. */
@NullMarked
package io.swen.gateway.exchange;

import org.jspecify.annotations.NullMarked;
