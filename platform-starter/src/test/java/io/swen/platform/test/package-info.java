/** The one fixture for real servers and tokens that every service's tests use. */
@NullMarked
package io.swen.platform.test;

import org.jspecify.annotations.NullMarked;
