package io.swen.routing.decision;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the queue is worked off, under {@code swen.routing.decision}; all times are wall time.
 *
 * @param workers how many batches are decided at once
 * @param batch how many workloads one transaction decides; small, because readers of events wait for the oldest transaction
 * @param shareInCrowd which part of its time a worker decides, or all senders together hand over, while more
 *     submissions arrive than {@code swen.routing.intake.crowd}; above 0 and at most 1
 * @param look how often the queue is looked at when nothing raises a signal
 * @param unplaceableBatch how many unplaceable workloads are tried again in one transaction after a new epoch
 * @param mostLosses after how many lost places a workload has failed
 * @param lossPause how long a workload waits after it lost its first place; doubled with each further one
 * @param handovers how many hand-overs are sent at once
 * @param handoverTimeout how long gitops-service may take for one
 * @param handoverLease how long a claimed hand-over belongs to its worker; longer than the time-outs of one attempt together
 * @param handoverLongestPause the longest pause between two attempts
 * @param mostTeardowns after how many failed changes no further teardown is tried by itself
 */
@ConfigurationProperties("swen.routing.decision")
record DecisionProperties(
        @DefaultValue("2") int workers,
        @DefaultValue("16") int batch,
        @DefaultValue("0.1") double shareInCrowd,
        @DefaultValue("1s") Duration look,
        @DefaultValue("50") int unplaceableBatch,
        @DefaultValue("5") int mostLosses,
        @DefaultValue("5s") Duration lossPause,
        @DefaultValue("8") int handovers,
        @DefaultValue("5s") Duration handoverTimeout,
        @DefaultValue("30s") Duration handoverLease,
        @DefaultValue("30s") Duration handoverLongestPause,
        @DefaultValue("10") int mostTeardowns) {

    DecisionProperties {
        if (workers < 1 || batch < 1 || unplaceableBatch < 1 || mostLosses < 0 || handovers < 1 || mostTeardowns < 1) {
            throw new IllegalArgumentException("swen.routing.decision: workers, batch, unplaceable-batch, handovers and"
                    + " most-teardowns must be above zero, most-losses not below");
        }
        if (!(shareInCrowd > 0 && shareInCrowd <= 1)) {
            throw new IllegalArgumentException(
                    "swen.routing.decision.share-in-crowd must be above 0 and at most 1, not " + shareInCrowd);
        }
        if (handoverLease.compareTo(handoverTimeout.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "swen.routing.decision.handover-lease must be at least three times handover-timeout");
        }
    }

    /** How long to wait after the nth loss, counted from 1. */
    Duration pauseAfterLoss(int losses) {
        return lossPause.multipliedBy(1L << Math.min(6, Math.max(0, losses - 1)));
    }
}
