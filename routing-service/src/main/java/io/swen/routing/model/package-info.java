/** Learns from realised outcomes; until there are enough, decisions say that no model was used. */
@NullMarked
package io.swen.routing.model;

import org.jspecify.annotations.NullMarked;
