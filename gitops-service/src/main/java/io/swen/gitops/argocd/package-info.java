/** Deploys workloads through Argo CD: manifests in the environment repository, and syncs of exactly the commit that was approved. */
@NullMarked
package io.swen.gitops.argocd;

import org.jspecify.annotations.NullMarked;
