package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Compares the providers' regions, zones and instance types with what is known, and adds what is new. */
@Component
class DiscoveryJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryJob.class);
    /** Everything a start needs is in the catalog, so discovery waits until the start is over. */
    private static final Duration AFTER_START = Duration.ofMinutes(2);

    /** Where each provider sells most types. */
    private static final Set<String> BIGGEST = Set.of("aws:us-east-1", "alibaba:cn-hangzhou");

    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(1);

    private final CollectionProperties properties;
    private final Catalog catalog;
    private final CloudDirectory clouds;
    private final CloudHealth health;
    private boolean started;

    DiscoveryJob(CollectionProperties properties, Catalog catalog, CloudDirectory clouds, CloudHealth health) {
        this.properties = properties;
        this.catalog = catalog;
        this.clouds = clouds;
        this.health = health;
    }

    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public Duration interval() {
        return started ? properties.discoveryInterval() : AFTER_START;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() throws InterruptedException {
        if (!started) {
            started = true;
            Thread.sleep(AFTER_START);
        }
        if (!catalog.isReady()) {
            return;
        }
        for (Provider provider : Provider.values()) {
            discover(clouds.of(provider), BETWEEN_CALLS);
        }
    }

    /** Asks one provider for everything; a region that fails leaves the others alone. Returns how much was new. */
    int discover(CloudTelemetrySource cloud, Duration pause) throws InterruptedException {
        Provider provider = cloud.provider();
        int added = 0;
        for (String region : asked(provider, "all regions", cloud::regions)) {
            if (!properties.covers(region)) {
                continue;
            }
            added += catalog.discoverRegion(provider, region) ? 1 : 0;
            Thread.sleep(pause);
            for (String zone : asked(provider, region, () -> cloud.zones(region))) {
                added += catalog.discoverZone(region, zone) ? 1 : 0;
            }
        }
        List<String> known = catalog.regionNames(provider);
        if (!known.isEmpty()) {
            String region = known.stream().filter(BIGGEST::contains).findFirst().orElse(known.getFirst());
            Thread.sleep(pause);
            for (CloudTelemetrySource.TypeShape type : asked(provider, region, () -> cloud.instanceTypes(region))) {
                added += catalog.discoverType(
                                provider,
                                type.name(),
                                type.architecture(),
                                type.vcpu(),
                                type.memoryGb(),
                                type.gpus(),
                                type.gpuModel())
                        ? 1
                        : 0;
            }
        }
        LOG.info("asked {} for regions, zones and types: {} new", provider.id(), added);
        return added;
    }

    private <T> List<T> asked(Provider provider, String region, Supplier<List<T>> question) {
        try {
            List<T> answer = question.get();
            health.answered(provider, Feed.DISCOVERY, region);
            return answer;
        } catch (CloudException e) {
            health.failed(provider, Feed.DISCOVERY, region, e);
            LOG.warn("discovery of {} goes on without {}: {}", provider.id(), region, e.getMessage());
            return List.of();
        }
    }
}
