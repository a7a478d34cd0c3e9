/** Keeps secrets out of what is written down: logs, problem details, audit rows, metric labels and spans. */
@NullMarked
package io.swen.platform.redaction;

import org.jspecify.annotations.NullMarked;
