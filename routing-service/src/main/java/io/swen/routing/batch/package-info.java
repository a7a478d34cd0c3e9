/** Decides many workloads together, so that quotas, budgets and zones serve all of them best. */
@NullMarked
package io.swen.routing.batch;

import org.jspecify.annotations.NullMarked;
