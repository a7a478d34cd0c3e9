/** Cursor pages and entity tags. */
@NullMarked
package io.swen.platform.page;

import org.jspecify.annotations.NullMarked;
