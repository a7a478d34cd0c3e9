/** When a service's database is brought up to date: at its start, by a run that does nothing else, or by somebody else. */
@NullMarked
package io.swen.platform.migration;

import org.jspecify.annotations.NullMarked;
