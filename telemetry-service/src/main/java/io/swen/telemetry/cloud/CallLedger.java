package io.swen.telemetry.cloud;

/** Keeps count of the calls to the clouds and of what they cost. */
interface CallLedger {

    /**
     * Counts an attempt that is about to be made.
     *
     * @param units what the provider bills: metrics for GetMetricData, else requests
     * @throws CloudException if the month's money does not suffice for it
     */
    void charge(CloudAction action, long units);
}
