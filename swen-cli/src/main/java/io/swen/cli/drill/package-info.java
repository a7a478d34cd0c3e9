/** Drills that need to talk to the platform while they break it. */
@NullMarked
package io.swen.cli.drill;

import org.jspecify.annotations.NullMarked;
