package io.swen.cli.checks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How one part of the checks went.
 *
 * @param name what was checked
 * @param passed tests that passed
 * @param failed tests that failed, or one for a tool that failed without naming a test
 * @param skipped tests that were not run
 * @param failures what failed and why, a line each, as far as the tool says it
 * @param took how long it took
 */
record Tally(String name, int passed, int failed, int skipped, List<String> failures, Duration took) {

    Tally {
        failures = List.copyOf(failures);
    }

    Tally(String name, int passed, int failed, int skipped, Duration took) {
        this(name, passed, failed, skipped, List.of(), took);
    }

    /** A tool that ended badly although no test of its report failed has failed once: it did not get to report. */
    Tally endedWith(int exit) {
        return exit != 0 && failed == 0 ? new Tally(name, passed, 1, skipped, failures, took) : this;
    }

    Tally saying(List<String> what) {
        return new Tally(name, passed, failed, skipped, both(failures, what), took);
    }

    /** A part of the same check. */
    Tally plus(Tally part) {
        return new Tally(
                name,
                passed + part.passed,
                failed + part.failed,
                skipped + part.skipped,
                both(failures, part.failures),
                took);
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    static Tally single(String name, boolean good, Duration took) {
        return new Tally(name, good ? 1 : 0, good ? 0 : 1, 0, took);
    }
}
