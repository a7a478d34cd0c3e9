package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.metrics.RunningInstances;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks Alibaba Cloud for the spot prices of one type of a region after the other, within a budget of calls; what runs at the
 * moment is asked for every minute, the rest in turn.
 */
@Component
class AlibabaSpotJob implements BackgroundJob {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration RUNNING_EVERY = Duration.ofMinutes(1);

    private final CollectionProperties properties;
    private final PriceCollector collector;
    private final CloudDirectory clouds;
    private final RunningInstances running;
    private final TypeRound round;
    private final InstantSource wall = InstantSource.system();
    private final Map<TypeRound.Place, Instant> asked = new HashMap<>();

    AlibabaSpotJob(
            CollectionProperties properties,
            Catalog catalog,
            PriceCollector collector,
            CloudDirectory clouds,
            RunningInstances running) {
        this.properties = properties;
        this.collector = collector;
        this.clouds = clouds;
        this.running = running;
        this.round = new TypeRound(catalog, PurchaseOption.SPOT, properties);
    }

    @Override
    public String name() {
        return "alibaba-spot-prices";
    }

    @Override
    public Duration interval() {
        return SECOND.dividedBy(properties.alibabaSpotCallsPerSecond());
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        TypeRound.Place place = due();
        if (place == null) {
            place = round.next();
        }
        if (place != null) {
            collector.spot(clouds.of(Provider.ALIBABA), place.region(), place.instanceType());
        }
    }

    private TypeRound.@Nullable Place due() {
        Instant now = wall.instant();
        asked.values().removeIf(at -> at.plus(RUNNING_EVERY).isBefore(now));
        for (RunningInstances.Running instance : running.of(Provider.ALIBABA)) {
            TypeRound.Place place = new TypeRound.Place(instance.region(), instance.instanceType());
            if (instance.spot() && asked.putIfAbsent(place, now) == null) {
                return place;
            }
        }
        return null;
    }
}
