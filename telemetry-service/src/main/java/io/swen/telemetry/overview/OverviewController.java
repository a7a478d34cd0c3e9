package io.swen.telemetry.overview;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.catalog.ValueOrigin;
import io.swen.telemetry.cloud.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
     * What a well-known type costs.
     *
     * @param lowest the cheapest zone's price, USD per hour, with all that follows told of that offer
     * @param typical the median over all zones
     * @param offers in how many zones it is offered
     * @param age domain time since the provider last confirmed it
     */
    record Price(
            String instanceType,
            PurchaseOption purchaseOption,
            Money lowest,
            String lowestZone,
            Money typical,
            int offers,
            ValueOrigin priceOrigin,
            String source,
            boolean simulated,
            @Nullable LocalDate listAsOf,
            Instant observedAt,
            Instant receivedAt,
            Duration age,
            boolean stale) {}

    /** The newest value of a metric of a running instance. */
    record MetricValue(
            String instanceId,
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
     * @param outages at most 20
     * @param metrics of running instances that the caller may see, at most 150
     */
    record ProviderView(
            Provider provider,
            ProviderHealth.State state,
            @Nullable String reason,
            Instant since,
            boolean simulated,
            List<Price> prices,
            List<MetricValue> metrics,
            List<Outage> outages) {

        ProviderView {
            prices = List.copyOf(prices);
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
