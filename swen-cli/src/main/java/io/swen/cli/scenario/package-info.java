/** Makes things happen in the simulated clouds, and tells what did. */
@NullMarked
package io.swen.cli.scenario;

import org.jspecify.annotations.NullMarked;
