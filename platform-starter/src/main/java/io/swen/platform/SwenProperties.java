package io.swen.platform;

import io.swen.platform.client.SwenService;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The configuration that all services share, under {@code swen}.
 *
 * @param service name of this service without {@code -service}
 * @param publicUrl the gateway's public origin
 * @param services where the other services are
 * @param clockUrl the simulator's clock; null for wall time
 * @param bodyLimit the largest request body
 * @param bodyLimits larger ones, by the path of the calls they are for
 */
@Validated
@ConfigurationProperties("swen")
public record SwenProperties(
        String service,
        URI publicUrl,
        Map<SwenService, URI> services,
        Security security,
        @Nullable URI clockUrl,
        @DefaultValue("1MB") DataSize bodyLimit,
        @Nullable Map<String, DataSize> bodyLimits) {

    public SwenProperties {
        services = Map.copyOf(services);
        bodyLimits = bodyLimits == null ? Map.of() : Map.copyOf(bodyLimits);
        if (clockUrl != null && clockUrl.toString().isEmpty()) {
            clockUrl = null;
        }
    }

    /** The largest body that a call of the path may have. */
    public DataSize bodyLimit(String path) {
        return bodyLimits == null ? bodyLimit : bodyLimits.getOrDefault(path, bodyLimit);
    }

    /**
     * How this service shows who it is.
     *
     * @param clientId its OAuth client id
     * @param clientSecret comes from a file of the config tree; null only where the service calls no other
     * @param stepUpAge how old a person's second factor may be where a call needs a fresh one
     */
    public record Security(
            String clientId,
            @Nullable String clientSecret,
            @DefaultValue("PT5M") Duration stepUpAge) {

        public Security {
            if (!stepUpAge.isPositive()) {
                throw new IllegalArgumentException("swen.security.step-up-age must be positive");
            }
        }

        @Override
        public String toString() {
            return "Security[clientId=" + clientId + ", clientSecret=redacted]";
        }
    }
}
