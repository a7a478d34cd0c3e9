package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing the platform needs from this machine.
 *
 * @param name what was looked at
 * @param result what was found
 * @param detail in words
 * @param remedy what helps; null where nothing is wrong
 */
record Check(
        String name, Result result, String detail, @Nullable String remedy) {
    /** How a check ended; a warning does not keep the platform from running. */
    enum Result {
        OK,
        WARNING,
        FAILED
    }

    static Check ok(String name, String detail) {
        return new Check(name, Result.OK, detail, null);
    }

    static Check warning(String name, String detail, String remedy) {
        return new Check(name, Result.WARNING, detail, remedy);
    }

    static Check failed(String name, String detail, String remedy) {
        return new Check(name, Result.FAILED, detail, remedy);
    }

    boolean isFailure() {
        return result == Result.FAILED;
    }

    /** Reports all failures at once, so that the user need not find them one start after the other. */
    static void require(List<Check> checks) {
        List<Check> failures = checks.stream().filter(Check::isFailure).toList();
        if (!failures.isEmpty()) {
            throw new CliException(
                    ExitCode.FAILED,
                    failures.stream()
                            .map(check -> check.name() + ": " + check.detail() + "\n  → " + check.remedy())
                            .collect(Collectors.joining("\n")));
        }
    }
}
