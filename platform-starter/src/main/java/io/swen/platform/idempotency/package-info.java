/** A POST with an Idempotency-Key happens once, however often it is sent. */
@NullMarked
package io.swen.platform.idempotency;

import org.jspecify.annotations.NullMarked;
