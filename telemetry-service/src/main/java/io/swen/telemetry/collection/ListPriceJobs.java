package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.PurchaseOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Refreshes list prices in the background: one call after the other, evenly spread over the day's budget. */
@Configuration(proxyBeanMethods = false)
class ListPriceJobs {

    private static final Duration DAY = Duration.ofDays(1);

    /** Reads the AWS price list page by page, region by region. */
    @Bean
    BackgroundJob awsListPrices(
            CollectionProperties properties, Catalog catalog, PriceCollector collector, CloudDirectory clouds) {
        return new BackgroundJob() {

            private int region;
            private PriceCollector.@Nullable Reading reading;

            @Override
            public String name() {
                return "aws-list-prices";
            }

            @Override
            public Duration interval() {
                return DAY.dividedBy(properties.awsListCallsPerDay());
            }

            @Override
            public boolean enabled() {
                return properties.enabled();
            }

            @Override
            public void run() {
                List<String> regions = catalog.regionNames(Provider.AWS).stream()
                        .filter(properties::covers)
                        .toList();
                if (regions.isEmpty()) {
                    return;
                }
                PriceCollector.Reading pages = reading == null ? new PriceCollector.Reading() : reading;
                // After a failure the region is begun anew: its page tokens may have expired.
                reading = null;
                String current = regions.get(Math.floorMod(region, regions.size()));
                if (collector.listPage(clouds.of(Provider.AWS), current, null, pages)) {
                    region++;
                } else {
                    reading = pages;
                }
            }
        };
    }

    /** Asks Alibaba Cloud for the price of one type of a region after the other. */
    @Bean
    BackgroundJob alibabaListPrices(
            CollectionProperties properties, Catalog catalog, PriceCollector collector, CloudDirectory clouds) {
        TypeRound round = new TypeRound(catalog, PurchaseOption.ON_DEMAND, properties);
        return new BackgroundJob() {

            @Override
            public String name() {
                return "alibaba-list-prices";
            }

            @Override
            public Duration interval() {
                return DAY.dividedBy(properties.alibabaListCallsPerDay());
            }

            @Override
            public boolean enabled() {
                return properties.enabled();
            }

            @Override
            public void run() {
                TypeRound.Place place = round.next();
                if (place != null) {
                    collector.listPage(
                            clouds.of(Provider.ALIBABA),
                            place.region(),
                            place.instanceType(),
                            new PriceCollector.Reading());
                }
            }
        };
    }
}
