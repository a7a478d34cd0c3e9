/** Keeps what decisions were made from, once each under the hash of its content, for as long as it may be replayed. */
@NullMarked
package io.swen.routing.artifact;

import org.jspecify.annotations.NullMarked;
