package io.swen.routing.spot;

/** Terms that several tests use. */
final class TestTerms {

    private TestTerms() {}

    /** Those of the benchmark. */
    static SpotTerms benchmark(double deadlineHours, double delayHours) {
        return new SpotTerms(600, 48 * 3600, deadlineHours * 3600, delayHours * 3600, 0.9731, 3.06);
    }
}
