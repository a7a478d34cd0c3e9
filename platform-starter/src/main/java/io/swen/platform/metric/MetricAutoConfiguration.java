package io.swen.platform.metric;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Declares the platform's own metrics in every service. */
@AutoConfiguration
class MetricAutoConfiguration {

    @Bean
    DeclaredMetrics platformMetrics() {
        return DeclaredMetrics.of(PlatformMetric.values());
    }
}
