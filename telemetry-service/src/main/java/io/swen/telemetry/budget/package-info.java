/** Budgets of teams, environments and providers, and of SWEN's own calls to the clouds: what is spent, foreseen and crossed. */
@NullMarked
package io.swen.telemetry.budget;

import org.jspecify.annotations.NullMarked;
