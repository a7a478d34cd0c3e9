package io.swen.platform.migration;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who brings the database up to date, under {@code swen.migration}.
 *
 * @param mode when this process does
 * @param patience for how long it waits for somebody else
 */
@ConfigurationProperties("swen.migration")
public record MigrationProperties(
        @DefaultValue("at-start") Mode mode,
        @DefaultValue("PT3M") Duration patience) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** When this process migrates. */
    public enum Mode {
        /** Before it serves. */
        AT_START,
        /** And then it ends, without having been a service. */
        ONLY,
        /** Never: it waits until another process has. */
        ELSEWHERE
    }

    public MigrationProperties {
        if (!patience.isPositive() || patience.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("swen.migration.patience must be above 0 and at most PT1H: " + patience);
        }
    }
}
