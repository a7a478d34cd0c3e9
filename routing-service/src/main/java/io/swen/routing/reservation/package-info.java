/** Holds cost and capacity for each decision, so that concurrent decisions cannot overspend a quota. */
@NullMarked
package io.swen.routing.reservation;

import org.jspecify.annotations.NullMarked;
