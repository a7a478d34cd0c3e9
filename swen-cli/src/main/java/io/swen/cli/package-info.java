/** The swen command: its subcommands, their common options and exit codes. */
@NullMarked
package io.swen.cli;

import org.jspecify.annotations.NullMarked;
