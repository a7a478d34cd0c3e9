package io.swen.cli.backup;

import io.swen.cli.database.PhysicalCapture;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one backup holds and which one it goes on from; sealed like the archive itself.
 *
 * @param format of the backup; a later one cannot be read by this version
 * @param id its name, which sorts by time
 * @param full whether it stands alone
 * @param base the full backup its chain began with; itself if it is full
 * @param previous the backup it goes on from; null if it is full
 * @param previousChecksum SHA-256 of that one's sealed manifest, so that none of a chain can be left out
 * @param beganAt when it began
 * @param endedAt when all was captured
 * @param database where the capture of the database server ended
 * @param files what was there besides
 * @param archiveChecksum SHA-256 of the sealed archive
 * @param archiveBytes its size
 * @param capturedBytes how much was captured, before compression
 */
record Manifest(
        int format,
        String id,
        boolean full,
        String base,
        @Nullable String previous,
        @Nullable String previousChecksum,
        Instant beganAt,
        Instant endedAt,
        PhysicalCapture.Position database,
        List<FileState> files,
        String archiveChecksum,
        long archiveBytes,
        long capturedBytes) {
    static final int FORMAT = 1;

    Manifest {
        files = List.copyOf(files);
    }

    static String archiveName(String id) {
        return id + ".archive";
    }

    static String manifestName(String id) {
        return id + ".manifest";
    }

    /**
     * A file at the time of the backup.
     *
     * @param area which part of the state
     * @param path below the area's folder
     * @param size in bytes
     * @param modified when it was changed last
     * @param checksum SHA-256
     * @param permissions such as {@code rw-------}
     */
    record FileState(Area area, String path, long size, Instant modified, String checksum, String permissions) {}
}
