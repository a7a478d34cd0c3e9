package io.swen.telemetry.overview;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the overview shows.
 *
 * @param instanceTypes well-known types by provider id, whose prices stand for the rest
 */
@Validated
@ConfigurationProperties("swen.telemetry.overview")
record OverviewProperties(@NotEmpty Map<String, List<String>> instanceTypes) {

    OverviewProperties {
        instanceTypes = Map.copyOf(instanceTypes);
    }
}
