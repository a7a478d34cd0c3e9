/** What goes wrong in a service, told together where it is the same thing: how often, since when, and in which trace. */
@NullMarked
package io.swen.platform.error;

import org.jspecify.annotations.NullMarked;
