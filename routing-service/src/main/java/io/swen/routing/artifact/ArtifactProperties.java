package io.swen.routing.artifact;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long decisions stay replayable, under {@code swen.routing.artifacts}; times are wall time.
 *
 * @param retention how long an artifact is kept after the last decision that used it
 * @param mostBytes how much all may take together as stored; beyond it the longest unused go first
 * @param largest the largest content that is taken
 * @param expireEvery how often retention is looked after
 */
@ConfigurationProperties("swen.routing.artifacts")
record ArtifactProperties(
        @DefaultValue("P30D") Duration retention,
        @DefaultValue("4GB") DataSize mostBytes,
        @DefaultValue("64MB") DataSize largest,
        @DefaultValue("PT10M") Duration expireEvery) {

    ArtifactProperties {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "swen.routing.artifacts.retention must be a day or longer: " + retention);
        }
        if (largest.toBytes() < 1 << 20 || largest.toBytes() > 1 << 28) {
            throw new IllegalArgumentException("swen.routing.artifacts.largest must be 1MB to 256MB: " + largest);
        }
        if (mostBytes.compareTo(largest) < 0) {
            throw new IllegalArgumentException(
                    "swen.routing.artifacts.most-bytes must not be below largest: " + mostBytes);
        }
        if (expireEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "swen.routing.artifacts.expire-every must be a second or longer: " + expireEvery);
        }
    }
}
