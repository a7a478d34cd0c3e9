/** How the platform itself does: the errors of all services, and the map of who calls whom. */
@NullMarked
package io.swen.gateway.operations;

import org.jspecify.annotations.NullMarked;
