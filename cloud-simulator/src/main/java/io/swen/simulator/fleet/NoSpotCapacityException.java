package io.swen.simulator.fleet;

/** There is no spot capacity for a launch at the moment. */
public final class NoSpotCapacityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSpotCapacityException(String zone, String type) {
        super("no spot capacity for " + type + " in " + zone);
    }
}
