package io.swen.gitops.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the pipeline works.
 *
 * @param workers how many stages run at once
 * @param lease how long a dead owner's stage rests; wall time
 * @param poll pause of an idle worker; wall time
 * @param stageTimeout of one run of a stage; wall time
 * @param attempts of a stage before the change fails; also how often in a row its worker may end without a result
 * @param firstPause after a failed attempt, then doubling
 * @param longestPause between two attempts
 * @param approvalExpiry domain time that approvers have
 * @param startTimeout domain time that instances have to come up
 * @param startTimeoutWall wall time that they have at least
 * @param launchPatience wall time for which a change waits for its turn to launch, before that counts as a failure
 * @param monitorPoll wall time between two looks at what is starting or ending
 * @param recheckTimeout of routing's answer
 * @param holdPoll wall time between two looks at whether what is held back may be applied
 */
@Validated
@ConfigurationProperties("swen.gitops.pipeline")
record PipelineProperties(
        @DefaultValue("4") int workers,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("250ms") Duration poll,
        @DefaultValue("60s") Duration stageTimeout,
        @DefaultValue("6") int attempts,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("30s") Duration longestPause,
        @DefaultValue("PT24H") Duration approvalExpiry,
        @DefaultValue("PT15M") Duration startTimeout,
        @DefaultValue("60s") Duration startTimeoutWall,
        @DefaultValue("15m") Duration launchPatience,
        @DefaultValue("1s") Duration monitorPoll,
        @DefaultValue("2s") Duration recheckTimeout,
        @DefaultValue("5s") Duration holdPoll) {}
