package io.swen.gitops.pipeline;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What drills may do to this process.
 *
 * @param crashFile where a drill writes the boundary at which the process is to be killed; null where none may. Only on
 *     simulated clouds
 * @param simulated whether the clouds are
 */
@Validated
@ConfigurationProperties("swen.gitops.drill")
record DrillProperties(
        @Nullable Path crashFile, @DefaultValue("false") boolean simulated) {

    DrillProperties {
        if (crashFile != null && crashFile.toString().isBlank()) {
            crashFile = null;
        }
    }
}
