package io.swen.telemetry.metrics;

/** How the samples of a step become one value. */
public enum Aggregation {
    AVG,
    MIN,
    MAX,
    SUM,
    COUNT,
    LAST
}
