/** What happens, as it happens, over one open connection. */
@NullMarked
package io.swen.telemetry.stream;

import org.jspecify.annotations.NullMarked;
