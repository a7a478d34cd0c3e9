package io.swen.routing.spot;

/**
 * How much more or less often a pool loses its capacity than expected: a Gamma posterior's mean over the factor, from what was
 * lost and what was expected to be, both fading so that what is long past counts less.
 *
 * @param lost losses that were seen
 * @param expected losses that were expected in the time looked at
 */
record LossCount(double lost, double expected) {

    static final LossCount NOTHING = new LossCount(0, 0);

    LossCount {
        if (!(lost >= 0) || !(expected >= 0)) {
            throw new IllegalArgumentException("losses cannot be below zero: " + lost + " of " + expected);
        }
    }

    LossCount plus(double moreLost, double moreExpected) {
        return new LossCount(lost + moreLost, expected + moreExpected);
    }

    LossCount faded(double elapsed, double halfLife) {
        double share = StrictMath.pow(0.5, elapsed / halfLife);
        return new LossCount(lost * share, expected * share);
    }

    /** 1 while nothing was seen; {@code weight} is how many expected losses the prior is worth. */
    double factor(double weight) {
        return (lost + weight) / (expected + weight);
    }
}
