/** JSON conventions shared by all services. */
@NullMarked
package io.swen.platform.json;

import org.jspecify.annotations.NullMarked;
