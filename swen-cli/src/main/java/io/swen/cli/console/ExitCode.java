package io.swen.cli.console;

/** How a command ended, as the number a shell sees. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "failed; the message says why"),
    USAGE(2, "unknown command or option, or a value that is not allowed"),
    UNREACHABLE(3, "the platform is not running or cannot be reached"),
    NOT_ALLOWED(4, "not signed in, or the role does not allow it"),
    NOT_FOUND(5, "no such workload, change or service"),
    CONFLICT(6, "refused in the present state: already running, already decided, edited meanwhile"),
    TIMED_OUT(7, "waited long enough; it may still happen"),
    INTERRUPTED(130, "stopped by Ctrl-C");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
