package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The clouds by provider. */
@Component
class CloudDirectory {

    private final Map<Provider, CloudTelemetrySource> clouds = new EnumMap<>(Provider.class);

    CloudDirectory(List<CloudTelemetrySource> clouds) {
        clouds.forEach(cloud -> this.clouds.put(cloud.provider(), cloud));
    }

    CloudTelemetrySource of(Provider provider) {
        CloudTelemetrySource cloud = clouds.get(provider);
        if (cloud == null) {
            throw new IllegalStateException("no client speaks to " + provider.id());
        }
        return cloud;
    }
}
