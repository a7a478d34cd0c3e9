package io.swen.gitops.deploy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.contract.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks again and again at what runs, in one instance of this service at a time, and for instances that nobody knows. */
@Component
class FleetObserver implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(FleetObserver.class);
    private static final long LEADER_LOCK = 0x5357_454e_0002L;
    private static final int MOST_DEPLOYMENTS = 2000;

    private final CloudApiDeployer deployer;
    private final Deployments deployments;
    private final CloudProperties properties;
    private final SingleOwner leader;
    private final InstantSource wall = InstantSource.system();
    private final AtomicInteger orphans = new AtomicInteger();
    private Instant orphansCheckedAt = Instant.EPOCH;

    FleetObserver(
            CloudApiDeployer deployer,
            Deployments deployments,
            CloudProperties properties,
            DataSource dataSource,
            MeterRegistry metrics) {
        this.deployer = deployer;
        this.deployments = deployments;
        this.properties = properties;
        this.leader = new SingleOwner(dataSource, LEADER_LOCK);
        Gauge.builder(GitopsMetric.ORPHANS.id(), orphans, AtomicInteger::get).register(metrics);
    }

    @Override
    public String name() {
        return "fleet-observer";
    }

    @Override
    public Duration interval() {
        return properties.observeEvery();
    }

    /** What goes wrong with one cloud says nothing of the rest; what goes wrong with the database is tried again. */
    @Override
    public void run() {
        leader.run(() -> {
            observe();
            if (wall.instant().isAfter(orphansCheckedAt.plus(properties.orphansEvery()))) {
                orphansCheckedAt = wall.instant();
                countOrphans();
            }
        });
    }

    private void observe() {
        List<Deployment> made = deployments.active(MOST_DEPLOYMENTS).stream()
                .filter(deployment -> !deployment.instanceIds().isEmpty())
                .toList();
        deployer.byPlace(made).forEach((place, there) -> {
            try {
                deployer.look(place, there);
            } catch (CloudException e) {
                // An outage says nothing about what runs, so nothing is concluded from it.
                LOG.warn("cannot look at {}: {}", place.region(), e.getMessage());
            }
        });
    }

    private void countOrphans() {
        int found = 0;
        for (Map.Entry<Provider, Set<String>> provider : deployments.regions().entrySet()) {
            for (String region : provider.getValue()) {
                try {
                    found += orphansIn(provider.getKey(), region);
                } catch (CloudException e) {
                    LOG.warn("cannot look for orphans in {}: {}", region, e.getMessage());
                }
            }
        }
        orphans.set(found);
    }

    private int orphansIn(Provider provider, String region) {
        List<CloudInstance> ours = deployer.client(provider).byTag(region, "ManagedBy", "swen").stream()
                .filter(instance -> instance.state() != CloudInstance.State.TERMINATED
                        && instance.state() != CloudInstance.State.ENDING)
                .toList();
        Set<String> known =
                deployments.known(ours.stream().map(CloudInstance::instanceId).toList());
        int found = 0;
        for (CloudInstance instance : ours) {
            String change = instance.tags().get("swen:change");
            if (!known.contains(instance.instanceId()) && (change == null || !deployments.isBeingCreated(change))) {
                LOG.warn(
                        "{} in {} is tagged as ours and belongs to no deployment (workload {}, change {})",
                        instance.instanceId(),
                        region,
                        instance.tags().get("swen:workload"),
                        change);
                found++;
            }
        }
        return found;
    }
}
