/** The local platform: ports, home folder, secrets, and the commands that start, stop and examine it. */
@NullMarked
package io.swen.cli.stack;

import org.jspecify.annotations.NullMarked;
