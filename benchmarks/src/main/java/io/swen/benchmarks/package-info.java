/** Measurements of the platform's parts, each against a baseline in the same run. */
@NullMarked
package io.swen.benchmarks;

import org.jspecify.annotations.NullMarked;
