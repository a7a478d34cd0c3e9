package io.swen.platform.dependency;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.SwenProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The measured dependencies of a service. */
@AutoConfiguration(after = io.swen.platform.PlatformAutoConfiguration.class)
@Import(DependencyController.class)
public class DependencyAutoConfiguration {

    @Bean
    Dependencies dependencies(SwenProperties properties, MeterRegistry metrics) {
        return new Dependencies(properties.service(), metrics, Clock.SYSTEM);
    }

    @Bean
    ObservedCalls observedCalls(Dependencies dependencies, SwenProperties properties) {
        return new ObservedCalls(dependencies, properties.services());
    }
}
