package io.swen.cli.demo;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Repeats a call while a service is being restarted, up to a bound. */
final class Patience {
    private final Clock clock;
    private final Duration limit;
    private final Duration pause;

    Patience(Clock clock, Duration limit, Duration pause) {
        this.clock = clock;
        this.limit = limit;
        this.pause = pause;
    }

    /** The call's answer; its last refusal if that is final or the bound is reached. */
    <T> T insist(Call<T> call) throws InterruptedException {
        Instant deadline = clock.instant().plus(limit);
        while (true) {
            try {
                return call.make();
            } catch (CliException refusal) {
                if (isFinal(refusal.exitCode()) || clock.instant().isAfter(deadline)) {
                    throw refusal;
                }
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    /**
     * A service that comes back up may for a moment refuse tokens whose keys it cannot fetch yet, so that "not allowed"
     * is not final either.
     */
    private static boolean isFinal(ExitCode code) {
        return switch (code) {
            case USAGE, NOT_FOUND, CONFLICT, INTERRUPTED -> true;
            case OK, FAILED, UNREACHABLE, NOT_ALLOWED, TIMED_OUT -> false;
        };
    }

    /** A call to the platform. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws InterruptedException;
    }
}
