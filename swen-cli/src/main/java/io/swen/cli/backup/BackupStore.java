package io.swen.cli.backup;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where backups are kept: named things that are written once. */
public interface BackupStore extends AutoCloseable {
    /** Stores a file under a name; afterwards it is there as a whole and for good, or not at all. */
    void put(String name, Path file) throws IOException;

    InputStream get(String name) throws IOException;

    /** All names, sorted. */
    List<String> names() throws IOException;

    void remove(String name) throws IOException;

    /** The place, as people write it. */
    String place();

    @Override
    void close();

    /** The store at a place: a folder, {@code s3://bucket/prefix} or {@code oss://bucket/prefix}. */
    static BackupStore at(String place, Map<String, String> environment) {
        if (place.startsWith("s3://") || place.startsWith("oss://")) {
            return new BucketStore(URI.create(place), environment);
        }
        if (place.contains("://")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Backups cannot be kept at " + place,
                    "It must be a folder, s3://bucket/prefix or oss://bucket/prefix.");
        }
        return new FolderStore(Path.of(place).toAbsolutePath().normalize());
    }
}
