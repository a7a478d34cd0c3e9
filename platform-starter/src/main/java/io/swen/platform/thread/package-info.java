/** Threads for what computes rather than waits. */
@org.jspecify.annotations.NullMarked
package io.swen.platform.thread;
