/** Backups of all state: captured in a safe order, sealed, chained, kept in a folder or a bucket, and brought back. */
@NullMarked
package io.swen.cli.backup;

import org.jspecify.annotations.NullMarked;
