/** Limits and headers of every HTTP exchange. */
@NullMarked
package io.swen.platform.web;

import org.jspecify.annotations.NullMarked;
