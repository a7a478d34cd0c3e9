package io.swen.gitops.deploy;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * By what each environment's workloads are deployed.
 *
 * @param targets by environment; {@code cloud_api} where it is not named
 * @param observeEvery wall time between two looks at what is not deployed by a cloud's calls
 */
@Validated
@ConfigurationProperties("swen.gitops.deployers")
record DeployerProperties(
        @DefaultValue Map<String, DeployTarget> targets,
        @DefaultValue("5s") Duration observeEvery) {

    DeployerProperties {
        targets = Map.copyOf(targets);
        if (!observeEvery.isPositive()) {
            throw new IllegalArgumentException("swen.gitops.deployers.observe-every must be positive");
        }
    }

    DeployTarget of(String environment) {
        return targets.getOrDefault(environment, DeployTarget.CLOUD_API);
    }
}
