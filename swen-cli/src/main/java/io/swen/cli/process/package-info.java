/** Child processes that are started, watched, restarted with back-off and stopped in order, so that none is left behind. */
@NullMarked
package io.swen.cli.process;

import org.jspecify.annotations.NullMarked;
