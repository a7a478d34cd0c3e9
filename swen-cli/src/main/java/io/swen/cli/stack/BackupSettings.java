package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the running platform backs itself up.
 *
 * @param to where backups are kept
 * @param copyTo where each of them is copied to as well; null for nowhere
 * @param keyFile what they are sealed with
 * @param every the time between two backups, which is what a loss of everything costs at most
 * @param fullEvery the time between two full ones
 * @param keep chains that ended longer ago are removed
 */
record BackupSettings(
        String to, @Nullable String copyTo, Path keyFile, Duration every, Duration fullEvery, Duration keep) {
    static final String TO = "SWEN_BACKUP_TO";
    static final String KEY_FILE = "SWEN_BACKUP_KEY_FILE";
    static final String COPY_TO = "SWEN_BACKUP_COPY_TO";
    static final Duration KEEP = Duration.ofDays(14);

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration FULL_EVERY = Duration.ofHours(12);
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    BackupSettings {
        require("SWEN_BACKUP_EVERY", every, SHORTEST);
        require("SWEN_BACKUP_FULL_EVERY", fullEvery, every);
        require("SWEN_BACKUP_KEEP", keep, fullEvery);
    }

    private static void require(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new CliException(ExitCode.USAGE, name + " is " + value, "It must be at least " + least + ".");
        }
    }

    /** Empty unless backups are wanted. */
    static Optional<BackupSettings> of(Map<String, String> caller) {
        String to = caller.getOrDefault(TO, "");
        if (to.isBlank()) {
            return Optional.empty();
        }
        String key = caller.getOrDefault(KEY_FILE, "");
        if (key.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE,
                    TO + " is set, but " + KEY_FILE + " is not",
                    "Make a key with ./swen backup key FILE and name the file.");
        }
        String copyTo = caller.getOrDefault(COPY_TO, "");
        return Optional.of(new BackupSettings(
                to,
                copyTo.isBlank() ? null : copyTo,
                Path.of(key),
                duration(caller, "SWEN_BACKUP_EVERY", EVERY),
                duration(caller, "SWEN_BACKUP_FULL_EVERY", FULL_EVERY),
                duration(caller, "SWEN_BACKUP_KEEP", KEEP)));
    }

    private static Duration duration(Map<String, String> caller, String name, Duration otherwise) {
        String told = caller.getOrDefault(name, "");
        return told.isBlank() ? otherwise : duration(name, told);
    }

    /** Reads {@code PT5M} as well as {@code P14D}. */
    static Duration duration(String name, String told) {
        try {
            return Duration.parse(told);
        } catch (DateTimeParseException other) {
            throw new CliException(
                    ExitCode.USAGE, name + " is \"" + told + "\"", "It must be like PT1M, PT12H or P14D.", other);
        }
    }
}
