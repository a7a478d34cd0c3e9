/** What could be done better with what runs, as recommendations that become commands to gitops-service. */
@NullMarked
package io.swen.routing.optimisation;

import org.jspecify.annotations.NullMarked;
