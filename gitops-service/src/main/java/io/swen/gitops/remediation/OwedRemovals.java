package io.swen.gitops.remediation;

import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployments;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes what could not be removed while its region did not answer: nothing bills for ever. */
@Component
class OwedRemovals {

    private static final Logger LOG = LoggerFactory.getLogger(OwedRemovals.class);
    private static final int MOST = 50;

    private final Deployments deployments;
    private final Deployer deployer;

    OwedRemovals(Deployments deployments, Deployer deployer) {
        this.deployments = deployments;
        this.deployer = deployer;
    }

    /** Tries those that have waited longest; a region that still does not answer is tried once a turn. */
    void collect() {
        java.util.Set<String> away = new java.util.HashSet<>();
        for (Deployments.Owed owed : deployments.owed(MOST)) {
            if (away.contains(owed.region())) {
                continue;
            }
            UUID id = owed.id();
            try {
                if (deployer.destroy(id, "removed once its region answered again")) {
                    deployments.paid(id);
                }
            } catch (CloudException e) {
                if (e.kind().isRetryable()) {
                    away.add(owed.region());
                }
                LOG.warn("deployment {} in {} still cannot be removed: {}", id, owed.region(), e.getMessage());
            }
        }
    }
}
