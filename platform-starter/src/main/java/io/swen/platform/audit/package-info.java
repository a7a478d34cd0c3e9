/** The record of every action, written in the transaction of the change. */
@NullMarked
package io.swen.platform.audit;

import org.jspecify.annotations.NullMarked;
