/** Whether the record of who did what is what it was: asked of the services, or checked without them. */
@NullMarked
package io.swen.cli.audit;

import org.jspecify.annotations.NullMarked;
