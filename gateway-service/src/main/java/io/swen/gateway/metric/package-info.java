/** What the gateway measures of itself. */
@NullMarked
package io.swen.gateway.metric;

import org.jspecify.annotations.NullMarked;
