/** What this service measures of itself. */
@NullMarked
package io.swen.identity.metric;

import org.jspecify.annotations.NullMarked;
