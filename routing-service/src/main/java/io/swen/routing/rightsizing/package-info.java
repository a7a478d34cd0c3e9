/** Compares what runs with what it uses: other sizes, other numbers of replicas, and what is paid for nothing. */
@NullMarked
package io.swen.routing.rightsizing;

import org.jspecify.annotations.NullMarked;
