package io.swen.gitops.pipeline;

import io.swen.gitops.contract.Boundary;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the pipeline needs besides its components. */
@Configuration
class PipelineConfiguration {

    /** Nothing happens at a boundary in production. */
    @Bean
    @ConditionalOnMissingBean
    Boundary boundary() {
        return name -> {};
    }
}
