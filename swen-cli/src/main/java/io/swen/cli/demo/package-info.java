/** A demonstration: eight different workloads taken from submission to teardown, with what was decided and why. */
@NullMarked
package io.swen.cli.demo;

import org.jspecify.annotations.NullMarked;
