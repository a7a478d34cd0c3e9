package io.swen.telemetry.overview;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.Offer;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.cloud.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The root call {@code GET /telemetry}. */
@RestController
class OverviewController {

    private final Overview overview;

    OverviewController(Overview overview) {
        this.overview = overview;
    }

    /**
     * What a well-known type costs over all zones.
     *
     * @param lowest USD per hour, like {@code median}
     * @param zones in how many zones it is offered
     * @param age domain time since the provider last confirmed the lowest
     */
    record TypicalPrice(
            String instanceType,
            PurchaseOption purchaseOption,
            Money lowest,
            Money median,
            int zones,
            Duration age,
            boolean stale) {}

    /** The newest value of a metric of a running instance. */
    record MetricValue(
            String instance,
            String region,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            String name,
            String unit,
            double value,
            Instant observedAt,
            Instant receivedAt,
            boolean simulated,
            boolean stale) {}

    /** A part of a provider that does not answer at the moment. */
    record Outage(String feed, String region, String reason, Instant since) {}

    /**
     * A provider at a glance.
     *
     * @param reason what is wrong; null while fresh
     * @param prices the cheapest offer of each well-known type, on demand and spot
     * @param outages at most 20
     * @param metrics of running instances that the caller may see, at most 150
     */
    record ProviderView(
            Provider provider,
            ProviderHealth.State state,
            @Nullable String reason,
            Instant since,
            boolean simulated,
            List<Offer> prices,
            List<TypicalPrice> typicalPrices,
            List<MetricValue> metrics,
            List<Outage> outages) {

        ProviderView {
            prices = List.copyOf(prices);
            typicalPrices = List.copyOf(typicalPrices);
            metrics = List.copyOf(metrics);
            outages = List.copyOf(outages);
        }
    }

    /**
     * Both providers at a glance.
     *
     * @param priceEpoch null while the catalog is being read
     */
    record Telemetry(Instant time, @Nullable Long priceEpoch, List<ProviderView> providers) {

        Telemetry {
            providers = List.copyOf(providers);
        }
    }

    @Operation(summary = "How both clouds are doing: prices of well-known types and the newest metrics of what runs")
    @GetMapping(path = "/telemetry", produces = "application/json")
    Telemetry telemetry() {
        return overview.now(Actor.current());
    }
}
