/** Filters and scores offers for one workload and explains the outcome; pure functions of their inputs. */
@NullMarked
package io.swen.routing.placement;

import org.jspecify.annotations.NullMarked;
