package io.swen.gitops.deploy;

import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks again and again at what runs by other means than a cloud's calls, in one instance of this service at a time. */
@Component
class TargetObserver implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(TargetObserver.class);
    private static final long LOCK = 0x5357_454e_0036L;
    private static final int MOST = 500;

    private final List<TargetDeployer> deployers;
    private final Deployments deployments;
    private final DeployerProperties properties;
    private final SingleOwner owner;

    TargetObserver(
            List<TargetDeployer> deployers,
            Deployments deployments,
            DeployerProperties properties,
            DataSource dataSource) {
        this.deployers = deployers.stream()
                .filter(deployer -> deployer.target() != DeployTarget.CLOUD_API)
                .toList();
        this.deployments = deployments;
        this.properties = properties;
        this.owner = new SingleOwner(dataSource, LOCK);
    }

    @Override
    public String name() {
        return "target-observer";
    }

    @Override
    public Duration interval() {
        return properties.observeEvery();
    }

    @Override
    public boolean enabled() {
        return properties.targets().values().stream().anyMatch(target -> target != DeployTarget.CLOUD_API);
    }

    @Override
    public void run() {
        owner.run(this::look);
    }

    private void look() {
        for (TargetDeployer deployer : deployers) {
            for (Deployment deployment : deployments.active(deployer.target(), MOST)) {
                try {
                    deployer.observe(deployment.id());
                } catch (CloudException e) {
                    // An outage says nothing about what runs, so nothing is concluded from it.
                    LOG.warn("cannot look at {}: {}", deployment.workloadId(), e.getMessage());
                }
            }
        }
    }
}
