package io.swen.cli.console;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command cannot go on; carries what to tell the user, what helps, and the exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String remedy;

    public CliException(ExitCode exitCode, String message) {
        this(exitCode, message, null, null);
    }

    public CliException(ExitCode exitCode, String message, @Nullable String remedy) {
        this(exitCode, message, remedy, null);
    }

    public CliException(ExitCode exitCode, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public @Nullable String remedy() {
        return remedy;
    }

    /** The message and, on a line of its own, the remedy. */
    public String report() {
        String message = Objects.requireNonNullElse(getMessage(), getClass().getSimpleName());
        return remedy == null ? message : message + "\n  → " + remedy.replace("\n", "\n    ");
    }
}
