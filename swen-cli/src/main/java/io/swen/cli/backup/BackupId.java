package io.swen.cli.backup;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of backups: they sort by time and say whether the backup stands alone. */
final class BackupId {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT);
    private static final int LENGTH = 18;

    private BackupId() {}

    static String of(Instant began, boolean full) {
        return FORMAT.format(began.atOffset(ZoneOffset.UTC)) + (full ? "-full" : "-next");
    }

    /** When it began. */
    static Instant time(String id) {
        return LocalDateTime.parse(id.substring(0, LENGTH), FORMAT).toInstant(ZoneOffset.UTC);
    }
}
