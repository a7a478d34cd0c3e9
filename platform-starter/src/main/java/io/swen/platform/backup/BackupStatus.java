package io.swen.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./swen backup} or the platform's timer wrote down of the last backups.
 *
 * @param file JSON with {@code last_success_at}
 */
record BackupStatus(Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(BackupStatus.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Seconds since 1970; 0 if none succeeded yet, NaN if the file says nothing that can be understood. */
    double lastSuccess() {
        try {
            String at = MAPPER.readTree(Files.readString(file))
                    .path("last_success_at")
                    .asString("");
            return at.isEmpty() ? 0 : Instant.parse(at).toEpochMilli() / 1000.0;
        } catch (NoSuchFileException noneYet) {
            return 0;
        } catch (IOException | JacksonException | DateTimeParseException unreadable) {
            LOG.warn("the state of backups in {} cannot be read: {}", file, unreadable.toString());
            return Double.NaN;
        }
    }
}
