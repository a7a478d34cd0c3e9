/** Work with a deadline on capacity that may be taken back: when to use it, when to pay more, when to wait, and how likely a loss is. */
@NullMarked
package io.swen.routing.spot;

import org.jspecify.annotations.NullMarked;
