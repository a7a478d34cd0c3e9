/** How many calls one address, one person and one API key may make. */
@NullMarked
package io.swen.gateway.limit;

import org.jspecify.annotations.NullMarked;
