package io.swen.gitops.deploy;

/** By what workloads of an environment are deployed. */
public enum DeployTarget {
    /** One instance a replica, by the cloud's own calls. */
    CLOUD_API,
    /** Objects of a cluster, applied by this service. */
    KUBERNETES,
    /** Objects of a cluster, synced by Argo CD from the environment repository. */
    ARGOCD
}
