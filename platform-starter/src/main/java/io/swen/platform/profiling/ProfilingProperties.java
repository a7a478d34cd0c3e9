package io.swen.platform.profiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of recordings, under {@code swen.profiling}.
 *
 * @param continuous record from the start of the service on
 * @param maxAge how far back a recording goes
 * @param maxSize how large it may become
 * @param longest how long one may be switched on at most; then it ends by itself
 */
@ConfigurationProperties("swen.profiling")
record ProfilingProperties(
        @DefaultValue("false") boolean continuous,
        @DefaultValue("PT15M") Duration maxAge,
        @DefaultValue("64MB") DataSize maxSize,
        @DefaultValue("PT1H") Duration longest) {

    ProfilingProperties {
        List<String> problems = new ArrayList<>();
        if (!maxAge.isPositive()) {
            problems.add("swen.profiling.max-age must be positive");
        }
        if (maxSize.toMegabytes() < 1 || maxSize.toMegabytes() > 1024) {
            problems.add("swen.profiling.max-size must be 1MB to 1024MB");
        }
        if (!longest.isPositive()) {
            problems.add("swen.profiling.longest must be positive");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
