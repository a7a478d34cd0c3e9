/** Sentences for people. */
@NullMarked
package io.swen.platform.text;

import org.jspecify.annotations.NullMarked;
