package io.swen.gitops.pipeline;

import io.swen.gitops.contract.Boundary;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the pipeline needs besides its components. */
@Configuration
class PipelineConfiguration {

    /** Nothing happens at a boundary, unless a drill on simulated clouds may have the process killed there. */
    @Bean
    @ConditionalOnMissingBean
    Boundary boundary(DrillProperties drill) {
        Path crashFile = drill.crashFile();
        return crashFile == null ? name -> {} : new CrashOnDemand(crashFile, drill.simulated());
    }
}
