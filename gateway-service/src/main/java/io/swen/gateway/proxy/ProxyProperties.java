package io.swen.gateway.proxy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How services are called.
 *
 * @param connectTimeout until a connection stands or is free in the pool
 * @param readTimeout the longest silence of a service; longer than the 30 s that a call for events may be held
 * @param connections how many connections to one service are open at most
 */
@ConfigurationProperties("swen.gateway.proxy")
record ProxyProperties(
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("40s") Duration readTimeout,
        @DefaultValue("200") int connections) {

    ProxyProperties {
        if (!connectTimeout.isPositive() || !readTimeout.isPositive() || connections < 1) {
            throw new IllegalArgumentException("swen.gateway.proxy: time-outs and connections must be positive");
        }
    }
}
