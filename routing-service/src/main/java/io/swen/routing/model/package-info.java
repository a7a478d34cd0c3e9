/** The seam for a learned model of realised outcomes; until one is trained, decisions say that none was used. */
@NullMarked
package io.swen.routing.model;

import org.jspecify.annotations.NullMarked;
