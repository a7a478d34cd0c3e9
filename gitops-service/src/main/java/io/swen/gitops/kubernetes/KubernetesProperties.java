package io.swen.gitops.kubernetes;

import io.swen.gitops.contract.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The clusters of environments whose workloads are Kubernetes objects.
 *
 * @param clusters by environment
 * @param callTimeout of one call; wall time
 */
@Validated
@ConfigurationProperties("swen.gitops.kubernetes")
record KubernetesProperties(
        @DefaultValue Map<String, Cluster> clusters,
        @DefaultValue("15s") Duration callTimeout) {

    /**
     * A cluster.
     *
     * @param kubeconfig null where this service runs in the cluster and has a service account there
     * @param context of the kubeconfig; null for its current one
     * @param namespace that exists already
     * @param pinNodes whether pods only run on nodes of the instance type and zone that were decided
     */
    record Cluster(
            @Nullable Path kubeconfig,
            @Nullable String context,
            String namespace,
            @DefaultValue("false") boolean pinNodes) {

        Cluster {
            if (!Labels.isLabel(namespace)) {
                throw new IllegalArgumentException(
                        "swen.gitops.kubernetes.clusters: namespace must be a DNS label: " + namespace);
            }
        }
    }

    KubernetesProperties {
        clusters = Map.copyOf(clusters);
        if (!callTimeout.isPositive()) {
            throw new IllegalArgumentException("swen.gitops.kubernetes.call-timeout must be positive");
        }
    }
}
