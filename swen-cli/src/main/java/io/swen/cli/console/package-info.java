/** What every command shares on its way to the user: exit codes, errors with remedies, tables, JSON and progress. */
@NullMarked
package io.swen.cli.console;

import org.jspecify.annotations.NullMarked;
