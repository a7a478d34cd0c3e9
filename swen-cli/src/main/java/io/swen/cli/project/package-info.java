/** The checkout the command belongs to: its modules, whether they are built, and the JDK and Maven that build them. */
@NullMarked
package io.swen.cli.project;

import org.jspecify.annotations.NullMarked;
