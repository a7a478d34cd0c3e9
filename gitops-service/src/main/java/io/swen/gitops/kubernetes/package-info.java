/** Deploys workloads to a Kubernetes cluster, by server-side apply under a field manager of its own. */
@NullMarked
package io.swen.gitops.kubernetes;

import org.jspecify.annotations.NullMarked;
