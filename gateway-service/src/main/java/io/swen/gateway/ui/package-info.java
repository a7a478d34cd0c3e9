/** The built dashboard. */
@NullMarked
package io.swen.gateway.ui;

import org.jspecify.annotations.NullMarked;
