/** REST calls between services. */
@NullMarked
package io.swen.platform.client;

import org.jspecify.annotations.NullMarked;
