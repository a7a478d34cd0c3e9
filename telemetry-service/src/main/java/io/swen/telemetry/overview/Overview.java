package io.swen.telemetry.overview;

import io.swen.catalog.Provider;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.Offer;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.ProviderHealth;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.overview.OverviewController.MetricValue;
import io.swen.telemetry.overview.OverviewController.Outage;
import io.swen.telemetry.overview.OverviewController.Price;
import io.swen.telemetry.overview.OverviewController.ProviderView;
import io.swen.telemetry.overview.OverviewController.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gathers the overview from the other features. */
@Component
class Overview {

    private static final int MOST_INSTANCES = 50;
    private static final int MOST_OUTAGES = 20;

    private final OverviewProperties properties;
    private final Catalog catalog;
    private final CloudHealth health;
    private final RunningInstances instances;
    private final Clock clock;

    Overview(
            OverviewProperties properties,
            Catalog catalog,
            CloudHealth health,
            RunningInstances instances,
            Clock clock) {
        this.properties = properties;
        this.catalog = catalog;
        this.health = health;
        this.instances = instances;
        this.clock = clock;
    }

    Telemetry now(Actor actor) {
        Instant now = clock.instant();
        return new Telemetry(
                now,
                catalog.currentEpoch().orElse(null),
                Arrays.stream(Provider.values())
                        .map(provider -> provider(provider, actor, now))
                        .toList());
    }

    private ProviderView provider(Provider provider, Actor actor, Instant now) {
        ProviderHealth state = health.of(provider);
        List<Price> prices = new ArrayList<>();
        for (String type : properties.instanceTypes().getOrDefault(provider.id(), List.of())) {
            for (PurchaseOption option : List.of(PurchaseOption.ON_DEMAND, PurchaseOption.SPOT)) {
                price(provider, type, option, now).ifPresent(prices::add);
            }
        }
        return new ProviderView(
                provider,
                state.state(),
                state.reason(),
                state.since(),
                state.simulated(),
                prices,
                metrics(provider, actor),
                health.failing(provider).stream()
                        .limit(MOST_OUTAGES)
                        .map(f -> new Outage(f.feed().id(), f.region(), f.reason(), f.since()))
                        .toList());
    }

    private Optional<Price> price(Provider provider, String type, PurchaseOption option, Instant now) {
        List<Offer> offers = catalog.offersOf(provider, type, option);
        if (offers.isEmpty()) {
            return Optional.empty();
        }
        Offer lowest = offers.getFirst();
        Offer typical = offers.get(offers.size() / 2);
        Duration age = Duration.between(lowest.receivedAt(), now);
        return Optional.of(new Price(
                type,
                option,
                lowest.price(),
                lowest.zone(),
                typical.price(),
                offers.size(),
                lowest.priceOrigin(),
                lowest.source(),
                lowest.simulated(),
                lowest.listAsOf(),
                lowest.observedAt(),
                lowest.receivedAt(),
                age.isNegative() ? Duration.ZERO : Duration.ofSeconds(age.toSeconds()),
                lowest.stale()));
    }

    private List<MetricValue> metrics(Provider provider, Actor actor) {
        Map<Long, Running> shown = new LinkedHashMap<>();
        instances.of(provider).reversed().stream()
                .filter(instance -> instance.isVisibleTo(actor))
                .limit(MOST_INSTANCES)
                .forEach(instance -> shown.put(instance.id(), instance));
        List<MetricValue> values = new ArrayList<>();
        for (RunningInstances.Latest latest : instances.latest(List.copyOf(shown.keySet()))) {
            Running instance = shown.get(latest.instance());
            if (instance != null) {
                values.add(new MetricValue(
                        instance.instanceId(),
                        instance.region(),
                        instance.workload(),
                        instance.team(),
                        instance.environment(),
                        latest.name(),
                        latest.unit(),
                        latest.value(),
                        latest.observedAt(),
                        latest.receivedAt(),
                        instance.simulated(),
                        latest.stale()));
            }
        }
        return values;
    }
}
