package io.swen.gitops.argocd;

import io.swen.gitops.contract.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Argo CDs of environments that are deployed by one.
 *
 * @param servers by environment
 * @param callTimeout of one call; wall time
 */
@Validated
@ConfigurationProperties("swen.gitops.argocd")
record ArgoProperties(
        @DefaultValue Map<String, Server> servers,
        @DefaultValue("15s") Duration callTimeout) {

    /**
     * An Argo CD.
     *
     * @param api origin of its REST interface
     * @param tokenFile holds the token of an account that may get, create, update, sync and delete applications of the project
     * @param repository where Argo CD reads the environment repository
     * @param destination address of the cluster that it deploys to
     * @param namespace of the workloads
     * @param argoNamespace of its own objects
     */
    record Server(
            URI api,
            Path tokenFile,
            URI repository,
            @DefaultValue("https://kubernetes.default.svc") URI destination,
            String namespace,
            @DefaultValue("argocd") String argoNamespace) {

        Server {
            if (!Labels.isLabel(namespace) || !Labels.isLabel(argoNamespace)) {
                throw new IllegalArgumentException(
                        "swen.gitops.argocd.servers: namespace and argo-namespace must be DNS labels");
            }
            if (repository.getUserInfo() != null || api.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "swen.gitops.argocd.servers: addresses must not carry a user or password");
            }
        }
    }

    ArgoProperties {
        servers = Map.copyOf(servers);
        if (!callTimeout.isPositive()) {
            throw new IllegalArgumentException("swen.gitops.argocd.call-timeout must be positive");
        }
    }
}
