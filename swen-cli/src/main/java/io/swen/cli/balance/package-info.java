/** One address for several instances of a service, as a load balancer of a cluster gives it. */
@NullMarked
package io.swen.cli.balance;

import org.jspecify.annotations.NullMarked;
