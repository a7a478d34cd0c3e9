package io.swen.gateway.metric;

import io.swen.platform.metric.DeclaredMetrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares this service's metrics. */
@Configuration(proxyBeanMethods = false)
class MetricConfiguration {

    @Bean
    DeclaredMetrics gatewayMetrics() {
        return DeclaredMetrics.of(GatewayMetric.values());
    }
}
