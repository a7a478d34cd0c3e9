package io.swen.platform.redaction;

import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts redaction before every registry of metrics and every exporter of spans; logs name it in {@code swen-platform.yml}. */
@AutoConfiguration
public class RedactionAutoConfiguration {

    /** Last, so that it sees the labels that other filters add. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    MeterFilter redactedTags() {
        return new RedactedTags();
    }

    @Bean
    static BeanPostProcessor redactedSpanExporters() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SpanExporter exporter && !(bean instanceof RedactedSpans)
                        ? new RedactedSpans(exporter)
                        : bean;
            }
        };
    }
}
