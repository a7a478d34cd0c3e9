package io.swen.telemetry.alert;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How alerts are exchanged with Alertmanager.
 *
 * @param url where one is told of this platform's alerts; null for nowhere
 * @param token that it wants as bearer; null for none
 * @param remindAfter how often it is told that an alert still fires, as it takes it for resolved otherwise
 * @param timeout how long it may be silent
 * @param expireAfter domain time after which an alert that it told of is over when it is not told of again
 */
@ConfigurationProperties("swen.telemetry.alertmanager")
record AlertmanagerProperties(
        @Nullable URI url,
        @Nullable String token,
        @DefaultValue("PT1M") Duration remindAfter,
        @DefaultValue("PT10S") Duration timeout,
        @DefaultValue("P2D") Duration expireAfter) {

    AlertmanagerProperties {
        if (url != null && url.toString().isEmpty()) {
            url = null;
        }
        if (url != null && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
            throw new IllegalArgumentException("swen.telemetry.alertmanager.url is " + url
                    + ", allowed: an address that begins with http:// or https://");
        }
        if (!remindAfter.isPositive() || !timeout.isPositive() || !expireAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "swen.telemetry.alertmanager: remind-after, timeout and expire-after must be positive");
        }
    }

    @Override
    public String toString() {
        return "AlertmanagerProperties[url=" + url + "]";
    }
}
