/** Decides queued workloads, hands decisions over to gitops-service, and follows what becomes of them. */
@NullMarked
package io.swen.routing.decision;

import org.jspecify.annotations.NullMarked;
