package io.swen.gitops.change;

import io.swen.platform.metric.DeclaredMetrics;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares this service's metrics. */
@Configuration(proxyBeanMethods = false)
class MetricConfiguration {

    @Bean
    DeclaredMetrics gitopsMetrics(@Value("${swen.gitops.promotion.order}") List<String> environments) {
        return DeclaredMetrics.of(GitopsMetric.values()).knowing("environment", environments);
    }
}
