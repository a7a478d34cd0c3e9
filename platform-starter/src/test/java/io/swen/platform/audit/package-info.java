/** The audit log through its public interface and against its database. */
@NullMarked
package io.swen.platform.audit;

import org.jspecify.annotations.NullMarked;
