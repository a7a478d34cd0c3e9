package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.telemetry.catalog.PriceBook;
import io.swen.telemetry.catalog.PriceObservation;
import io.swen.telemetry.catalog.PriceScope;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.catalog.ValueOrigin;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.Feed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks a cloud for prices once, hands them to the price book, and reports how the cloud did. A failure is thrown on. */
@Component
class PriceCollector {

    private final PriceBook book;
    private final CloudHealth health;
    private final CloudProperties clouds;
    private final Clock clock;

    PriceCollector(PriceBook book, CloudHealth health, CloudProperties clouds, Clock clock) {
        this.book = book;
        this.health = health;
        this.clouds = clouds;
        this.clock = clock;
    }

    /**
     * Collects the spot prices in force in a region.
     *
     * @param instanceType null for all types, where the provider can
     */
    void spot(CloudTelemetrySource cloud, String region, @Nullable String instanceType) {
        Provider provider = cloud.provider();
        Instant now = clock.instant();
        List<CloudTelemetrySource.SpotPrice> prices;
        try {
            prices = cloud.spotPrices(region, instanceType, now);
        } catch (CloudException e) {
            health.failed(provider, Feed.SPOT_PRICES, region, e);
            throw e;
        }
        health.answered(provider, Feed.SPOT_PRICES, region);
        book.submit(
                new PriceScope(PriceScope.Kind.SPOT, provider, region, instanceType),
                prices.stream()
                        .map(price -> new PriceObservation(
                                provider,
                                region,
                                price.zone(),
                                price.instanceType(),
                                PurchaseOption.SPOT,
                                price.price(),
                                price.currency(),
                                ValueOrigin.OBSERVED,
                                provider.id() + "-spot-price-history",
                                clouds.simulated(),
                                price.since(),
                                now))
                        .toList());
    }

    /** A list that is being read page by page. */
    static final class Reading {
        private final List<CloudTelemetrySource.ListPrice> prices = new ArrayList<>();
        private @Nullable String next;
    }

    /**
     * Reads one more page of the list prices of a region; the prices count once the last page was read.
     *
     * @param instanceType null for all types, where the provider can
     * @return whether that was the last page
     */
    boolean listPage(CloudTelemetrySource cloud, String region, @Nullable String instanceType, Reading reading) {
        Provider provider = cloud.provider();
        CloudTelemetrySource.ListPage page;
        try {
            page = cloud.listPrices(region, instanceType, reading.next);
        } catch (CloudException e) {
            health.failed(provider, Feed.LIST_PRICES, region, e);
            throw e;
        }
        health.answered(provider, Feed.LIST_PRICES, region);
        reading.prices.addAll(page.prices());
        reading.next = page.next();
        if (reading.next != null) {
            return false;
        }
        Instant now = clock.instant();
        book.submit(
                new PriceScope(PriceScope.Kind.LIST, provider, region, instanceType),
                reading.prices.stream()
                        .map(price -> new PriceObservation(
                                provider,
                                region,
                                null,
                                price.instanceType(),
                                PurchaseOption.ON_DEMAND,
                                price.price(),
                                price.currency(),
                                ValueOrigin.LISTED,
                                provider.id() + "-price-list",
                                clouds.simulated(),
                                now,
                                now))
                        .toList());
        return true;
    }
}
