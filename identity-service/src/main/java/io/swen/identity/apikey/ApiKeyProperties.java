package io.swen.identity.apikey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of API keys.
 *
 * @param perUser the most keys that one person can have active at a time
 * @param life how long a key is good for where nothing else is asked
 * @param longestLife the most that can be asked
 * @param longestOverlap how long at most the old secret stays good after a rotation
 * @param kept how long a key that is over is still listed
 */
@ConfigurationProperties("swen.identity.api-keys")
record ApiKeyProperties(
        @DefaultValue("20") int perUser,
        @DefaultValue("90d") Duration life,
        @DefaultValue("365d") Duration longestLife,
        @DefaultValue("7d") Duration longestOverlap,
        @DefaultValue("30d") Duration kept) {

    ApiKeyProperties {
        if (perUser < 1
                || !life.isPositive()
                || longestLife.compareTo(life) < 0
                || longestOverlap.isNegative()
                || kept.isNegative()) {
            throw new IllegalArgumentException("swen.identity.api-keys: per-user must be at least 1, life positive,"
                    + " longest-life no shorter than life, longest-overlap and kept not negative");
        }
    }
}
