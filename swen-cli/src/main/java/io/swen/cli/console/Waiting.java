package io.swen.cli.console;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks again and again whether something is so by now, and says for what.
 *
 * @param hint what to do where it has not come to be in time
 */
public record Waiting(Terminal terminal, Duration every, String hint) {

    /** A call that asks whether something is so by now. */
    @FunctionalInterface
    public interface Question {
        boolean isSo() throws InterruptedException;
    }

    /** @throws CliException with {@link ExitCode#TIMED_OUT} where it has not come to be within the limit */
    public void until(String what, Duration limit, Question question) throws InterruptedException {
        terminal.say("Waiting until " + what);
        long began = System.nanoTime();
        while (!question.isSo()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new CliException(
                        ExitCode.TIMED_OUT, "not within " + Terminal.readable(limit) + ": " + what, hint);
            }
            TimeUnit.MILLISECONDS.sleep(every.toMillis());
        }
    }
}
