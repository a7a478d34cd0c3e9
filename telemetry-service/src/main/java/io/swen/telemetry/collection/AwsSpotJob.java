package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks one AWS region after the other for its spot prices, each once a round, evenly spread. */
@Component
class AwsSpotJob implements BackgroundJob {

    private static final Duration UNTIL_THE_CATALOG_IS_READ = Duration.ofSeconds(1);

    private final CollectionProperties properties;
    private final Catalog catalog;
    private final PriceCollector collector;
    private final CloudDirectory clouds;
    private int next;

    AwsSpotJob(CollectionProperties properties, Catalog catalog, PriceCollector collector, CloudDirectory clouds) {
        this.properties = properties;
        this.catalog = catalog;
        this.collector = collector;
        this.clouds = clouds;
    }

    @Override
    public String name() {
        return "aws-spot-prices";
    }

    @Override
    public Duration interval() {
        int regions = regions().size();
        return regions == 0
                ? UNTIL_THE_CATALOG_IS_READ
                : properties.awsSpotRound().dividedBy(regions);
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        List<String> regions = regions();
        if (!regions.isEmpty()) {
            String region = regions.get(Math.floorMod(next++, regions.size()));
            collector.spot(clouds.of(Provider.AWS), region, null);
        }
    }

    private List<String> regions() {
        return catalog.regionNames(Provider.AWS).stream()
                .filter(properties::covers)
                .toList();
    }
}
