/** Offers with their prices by epoch, kept current from observations and served to people and to routing-service. */
@NullMarked
package io.swen.telemetry.catalog;

import org.jspecify.annotations.NullMarked;
