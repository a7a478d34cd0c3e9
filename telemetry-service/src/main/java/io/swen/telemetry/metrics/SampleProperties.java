package io.swen.telemetry.metrics;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How samples are taken in, settled and kept.
 *
 * @param writers connections that write at the same time
 * @param queuedRows samples that may wait for a writer; who brings more is asked to come again
 * @param groupRows samples that are written and committed together
 * @param segmentRows samples in one segment of the intake; there are sixteen
 * @param answerWithin wall time after which a caller is no longer kept waiting
 * @param settleAfter wall time that samples stay in the intake when little arrives
 * @param settleWithin the same when much arrives, so that settling does not slow it down
 * @param busyRows samples a second that are much
 * @param future how far ahead of the platform's time a sample may be
 * @param observedWithin what is older than this is history that detectors are not shown
 * @param minutes how long roll-ups of a minute are kept, domain time
 * @param hours the same for an hour
 * @param days the same for a day
 * @param seriesPerTeam series that may be brought for a team
 * @param valuesPerLabel values that one label may have in a team
 * @param silentAfter domain time after which a series that nothing arrives for counts against no limit any more
 * @param cachedSeries series whose identity is held in memory
 */
@Validated
@ConfigurationProperties("swen.telemetry.samples")
public record SampleProperties(
        @Min(1) @DefaultValue("2") int writers,
        @Min(10_000) @DefaultValue("200000") int queuedRows,
        @Min(1) @DefaultValue("20000") int groupRows,
        @Min(1_000) @DefaultValue("1000000") int segmentRows,
        @DefaultValue("PT15S") Duration answerWithin,
        @DefaultValue("PT0.5S") Duration settleAfter,
        @DefaultValue("PT15S") Duration settleWithin,
        @Min(1) @DefaultValue("100000") int busyRows,
        @DefaultValue("PT5M") Duration future,
        @DefaultValue("P2D") Duration observedWithin,
        @DefaultValue("P90D") Duration minutes,
        @DefaultValue("P730D") Duration hours,
        @DefaultValue("P3650D") Duration days,
        @Min(1) @DefaultValue("10000") int seriesPerTeam,
        @Min(1) @DefaultValue("1000") int valuesPerLabel,
        @DefaultValue("P30D") Duration silentAfter,
        @Min(1_000) @DefaultValue("200000") int cachedSeries) {

    public SampleProperties {
        if (!silentAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "swen.telemetry.samples.silent-after must be above zero, and is " + silentAfter);
        }
    }
}
