/** Browser sessions as they are stored: neither their contents nor what their cookie carries can be read from the database. */
@NullMarked
package io.swen.platform.session;

import org.jspecify.annotations.NullMarked;
