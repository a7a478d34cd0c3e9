/** The clouds as this service reaches them: one port, an adapter for each SDK, budgets, and how each is doing. */
@NullMarked
package io.swen.telemetry.cloud;

import org.jspecify.annotations.NullMarked;
