package io.swen.telemetry.metrics;

import io.swen.catalog.Provider;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.OfferKey;
import io.swen.telemetry.catalog.PurchaseOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other features may know of the instances that SWEN's clouds were seen to run. */
@Component
public class RunningInstances {

    /**
     * An instance that is charged for, or was until {@code endedAt} and is not settled yet.
     *
     * @param id this service's number of it
     * @param region provider-qualified, like {@code zone}
     * @param lastSeenAt domain time
     */
    public record Running(
            long id,
            Provider provider,
            String region,
            String zone,
            String instanceId,
            String instanceType,
            boolean spot,
            String state,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            Instant launchedAt,
            Instant lastSeenAt,
            @Nullable Instant endedAt,
            boolean simulated) {

        /** The offer it was bought under. */
        public OfferKey offer() {
            return new OfferKey(zone, instanceType, spot ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND);
        }

        /** Whether a caller may see it; what carries no team is for those who see all. */
        public boolean isVisibleTo(Actor actor) {
            return actor.sees(team == null ? "" : team, environment == null ? "" : environment);
        }
    }

    /** The newest value of a metric of a running instance; {@code stale} when it is older than the bound. */
    public record Latest(
            long instance,
            String name,
            String unit,
            double value,
            Instant observedAt,
            Instant receivedAt,
            boolean stale) {}

    private final InstanceStore store;
    private final StoredSeries series;

    RunningInstances(InstanceStore store, StoredSeries series) {
        this.store = store;
        this.series = series;
    }

    /** The instances of a provider that are charged for, as last seen. */
    public List<Running> of(Provider provider) {
        return store.charged(provider);
    }

    /** Those of some instances, by the provider's ids, that are charged for. */
    public List<Running> of(Provider provider, Collection<String> instanceIds) {
        return store.charged(provider, instanceIds);
    }

    /** Where instances of a provider are charged for. */
    public Set<String> regions(Provider provider) {
        return store.regions(provider);
    }

    /** All instances whose costs are not settled. */
    public List<Running> unsettled() {
        return store.unsettled();
    }

    /** Those of some instances, by the provider's ids, that are known to run no more. */
    public Set<String> ended(Collection<String> instanceIds) {
        return store.ended(instanceIds);
    }

    /** Notes that the costs of an instance are settled until its end. */
    public void settle(long id) {
        store.settle(id);
    }

    /** The newest values of some instances. */
    public List<Latest> latest(List<Long> instances) {
        return series.latestOf(instances);
    }
}
