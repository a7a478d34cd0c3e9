/** The embedded PostgreSQL server: unpacked, initialised with passwords only, and given a database and a role a service. */
@NullMarked
package io.swen.cli.database;

import org.jspecify.annotations.NullMarked;
