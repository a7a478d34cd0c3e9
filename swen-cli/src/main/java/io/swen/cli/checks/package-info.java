/** The project's own checks as CI runs them: Maven, the dashboard's scripts and a browser on the running stack. */
@NullMarked
package io.swen.cli.checks;

import org.jspecify.annotations.NullMarked;
