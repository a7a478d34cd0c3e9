/** The workload: what may be asked for, how it is taken in durably, and the states it moves through. */
@NullMarked
package io.swen.routing.workload;

import org.jspecify.annotations.NullMarked;
