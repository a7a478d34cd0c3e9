/** Reports of days, weeks and months: what was spent and saved, and what happened; read as JSON, HTML and CSV. */
@NullMarked
package io.swen.telemetry.report;

import org.jspecify.annotations.NullMarked;
