package io.swen.platform.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.trace.Traces;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Runs the background jobs of a service that has any. */
@AutoConfiguration
public class JobAutoConfiguration {

    @Bean
    @ConditionalOnBean(BackgroundJob.class)
    JobRunner jobRunner(ObjectProvider<BackgroundJob> jobs, MeterRegistry metrics, Traces traces) {
        return new JobRunner(jobs, metrics, traces);
    }
}
