package io.swen.gitops.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.swen.gitops.deploy.CloudException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The clients of the clusters, one an environment, made when they are needed first. */
@Component
class Clusters implements DisposableBean {

    private static final int RETRIES = 2;

    private final KubernetesProperties properties;
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();

    Clusters(KubernetesProperties properties) {
        this.properties = properties;
    }

    KubernetesProperties.Cluster of(String environment) {
        KubernetesProperties.Cluster cluster = properties.clusters().get(environment);
        if (cluster == null) {
            String why = "no cluster is configured for " + environment + " (swen.gitops.kubernetes.clusters)";
            throw new CloudException(CloudException.Kind.BAD_REQUEST, why, new IllegalStateException(why));
        }
        return cluster;
    }

    KubernetesClient client(String environment) {
        return clients.computeIfAbsent(environment, name -> open(of(name)));
    }

    private KubernetesClient open(KubernetesProperties.Cluster cluster) {
        int timeout = Math.toIntExact(properties.callTimeout().toMillis());
        Config config = new ConfigBuilder(read(cluster))
                .withConnectionTimeout(timeout)
                .withRequestTimeout(timeout)
                // A stage that fails is run again later anyway.
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Config read(KubernetesProperties.Cluster cluster) {
        Path kubeconfig = cluster.kubeconfig();
        if (kubeconfig == null) {
            return Config.autoConfigure(null);
        }
        try {
            return Config.fromKubeconfig(
                    cluster.context(),
                    Files.readString(kubeconfig, StandardCharsets.UTF_8),
                    kubeconfig.toAbsolutePath().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the kubeconfig " + kubeconfig + " cannot be read", e);
        }
    }

    @Override
    public void destroy() {
        clients.values().forEach(KubernetesClient::close);
    }
}
