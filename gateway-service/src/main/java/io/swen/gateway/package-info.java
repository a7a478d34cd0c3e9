/** The one public origin of SWEN. */
@NullMarked
package io.swen.gateway;

import org.jspecify.annotations.NullMarked;
