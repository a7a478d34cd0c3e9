package io.swen.routing.batch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How batches are decided, under {@code swen.routing.batch}; all times are wall time.
 *
 * @param limit how long one batch may be computed on
 * @param gap the relative distance from the best there is at which the solver stops
 * @param candidates how many places of all workloads together the solver is given
 * @param judged how many places of a workload a model is asked about
 * @param solver false decides without OR-Tools, as where its native library is missing
 * @param look how often the queue is looked at when nothing raises a signal
 * @param lease how long a worker has a batch to itself; longer than limit and storing together
 * @param launches how many replacements a region is sent within the two minutes of a notice, where others will do: EC2 launches 5
 *     at once and then 2 a second in a region, an instance takes 45 of the seconds, and hearing of thousands of notices 40
 * @param attempts how often deciding together is tried until the workloads are decided one by one
 */
@ConfigurationProperties("swen.routing.batch")
record BatchProperties(
        @DefaultValue("8s") Duration limit,
        @DefaultValue("0.0001") double gap,
        @DefaultValue("6000") int candidates,
        @DefaultValue("512") int judged,
        @DefaultValue("true") boolean solver,
        @DefaultValue("1s") Duration look,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("75") int launches,
        @DefaultValue("3") int attempts) {

    BatchProperties {
        if (limit.toMillis() < 100
                || !(gap >= 0 && gap < 1)
                || candidates < 1
                || judged < 1
                || launches < 1
                || attempts < 1) {
            throw new IllegalArgumentException(
                    "swen.routing.batch: limit must be at least 100ms, gap 0 to 1, candidates,"
                            + " judged, launches and attempts above zero");
        }
        if (!look.isPositive() || lease.compareTo(limit.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "swen.routing.batch: look must be above zero, and lease at least three times limit");
        }
    }

    Assignment.Effort effort() {
        return new Assignment.Effort(limit, gap, candidates, solver);
    }
}
