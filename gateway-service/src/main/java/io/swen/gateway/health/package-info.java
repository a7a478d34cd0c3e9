/** The public answer to whether the platform works. */
@NullMarked
package io.swen.gateway.health;

import org.jspecify.annotations.NullMarked;
