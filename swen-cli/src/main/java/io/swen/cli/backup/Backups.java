package io.swen.cli.backup;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.database.PhysicalCapture;
import io.swen.cli.project.Checksums;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes backups. The order of capture is what makes the parts fit together: keys first and once more at the end, the audit log's
 * copies before the databases they must not be ahead of, and the repositories after the databases that must not be ahead of them.
 */
public final class Backups {
    private final BackupStore store;
    private final BackupKey key;
    private final Clock clock;
    private final Path scratch;
    private final Chains chains;

    /** @param scratch a private folder for what is being made */
    public Backups(BackupStore store, BackupKey key, Clock clock, Path scratch) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.scratch = scratch;
        this.chains = new Chains(store, key);
    }

    /**
     * Where a platform's state is besides its databases.
     *
     * @param secrets keys, passwords and client secrets
     * @param credentials the file of accounts
     * @param audit copies of the sealed audit logs
     * @param git the bare repositories
     * @param export what was exported
     */
    public record Sources(Path secrets, Path credentials, Path audit, Path git, Path export) {}

    /** Opens a session of the database server's superuser. */
    @FunctionalInterface
    public interface Sessions {
        Connection open() throws SQLException, IOException;
    }

    /**
     * What was made.
     *
     * @param id its name
     * @param full whether it stands alone
     * @param why it is a full one though an increment would have done; null if it was asked for, or is none
     * @param holdsUpTo everything that was committed before is in it
     * @param capturedBytes before compression
     * @param archiveBytes after it
     */
    public record Made(
            String id, boolean full, @Nullable String why, Instant holdsUpTo, long capturedBytes, long archiveBytes) {}

    /**
     * A stored backup.
     *
     * @param id its name
     * @param full whether it stands alone
     * @param holdsUpTo everything that was committed before is in it
     * @param archiveBytes its size
     */
    public record Stored(String id, boolean full, Instant holdsUpTo, long archiveBytes) {}

    /** Makes one; an increment if there is something to go on from and no full one is wanted. */
    public Made make(Sources sources, Sessions sessions, boolean fullWanted)
            throws IOException, SQLException, InterruptedException {
        Files.createDirectories(scratch);
        try (FileChannel file =
                FileChannel.open(scratch.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(file);
            if (lock == null) {
                throw new CliException(ExitCode.CONFLICT, "Another backup is being made at this moment");
            }
            return makeAlone(sources, sessions, fullWanted);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    private Made makeAlone(Sources sources, Sessions sessions, boolean fullWanted)
            throws IOException, SQLException, InterruptedException {
        String why = null;
        if (!fullWanted) {
            Chains.Sealed newest = chains.newest().orElse(null);
            if (newest == null) {
                why = "there is none yet";
            } else {
                Made increment = attempt(sources, sessions, newest);
                if (increment != null) {
                    return increment;
                }
                why = "the database server does not have its log since "
                        + newest.manifest().id() + " any more";
            }
        }
        Made full = Objects.requireNonNull(attempt(sources, sessions, null));
        return new Made(full.id(), true, why, full.holdsUpTo(), full.capturedBytes(), full.archiveBytes());
    }

    private @Nullable Made attempt(Sources sources, Sessions sessions, Chains.@Nullable Sealed before)
            throws IOException, SQLException, InterruptedException {
        Instant began = clock.instant();
        String id = BackupId.of(began, before == null);
        Path archive = scratch.resolve(Manifest.archiveName(id));
        Path manifestFile = scratch.resolve(Manifest.manifestName(id));
        try {
            PhysicalCapture.Position position;
            List<Manifest.FileState> files;
            long captured;
            try (Connection connection = sessions.open();
                    OutputStream target = new BufferedOutputStream(
                            Files.newOutputStream(archive, StandardOpenOption.CREATE_NEW), 1 << 16);
                    OutputStream sealed = key.seal(target, Manifest.archiveName(id));
                    ArchiveWriter writer = new ArchiveWriter(sealed)) {
                FileCapture capture = new FileCapture(
                        writer, before == null ? List.of() : before.manifest().files());
                capture.take(Area.SECRETS, sources.secrets());
                capture.take(Area.CREDENTIALS, sources.credentials());
                capture.take(Area.AUDIT, sources.audit());
                PhysicalCapture database = new PhysicalCapture(connection);
                position = before == null
                        ? database.all(slot(), "swen " + id, new Into(writer))
                        : database.since(before.manifest().database(), slot(), new Into(writer));
                if (position == null) {
                    return null;
                }
                capture.takeRepositories(sources.git());
                capture.take(Area.EXPORT, sources.export());
                capture.take(Area.SECRETS, sources.secrets());
                files = capture.files();
                captured = writer.bytes();
            }
            store.put(Manifest.archiveName(id), archive);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    id,
                    before == null,
                    before == null ? id : before.manifest().base(),
                    before == null ? null : before.manifest().id(),
                    before == null ? null : before.checksum(),
                    began,
                    clock.instant(),
                    position,
                    files,
                    Checksums.of(archive),
                    Files.size(archive),
                    captured);
            write(manifest, manifestFile);
            // From here on it counts.
            store.put(Manifest.manifestName(id), manifestFile);
            try (Connection connection = sessions.open()) {
                new PhysicalCapture(connection).stored(slot(), position);
            }
            return new Made(id, before == null, null, position.at(), captured, manifest.archiveBytes());
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(manifestFile);
        }
    }

    private void write(Manifest manifest, Path file) throws IOException {
        byte[] content = Json.write(Json.tree(manifest)).getBytes(StandardCharsets.UTF_8);
        if (content.length > Chains.LARGEST_MANIFEST / 2) {
            throw new CliException(
                    ExitCode.FAILED,
                    "There are " + manifest.files().size() + " files besides the databases, too many for one backup",
                    "Pack the repositories (git gc), and move old exports away.");
        }
        try (OutputStream sealed = key.seal(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), Manifest.manifestName(manifest.id()))) {
            sealed.write(content);
        }
    }

    /** One a place, so that chains at several places do not take the log from one another. */
    private String slot() {
        var digest = Checksums.digest();
        digest.update(store.place().getBytes(StandardCharsets.UTF_8));
        return "swen_backup_" + Checksums.text(digest).substring(0, 12);
    }

    /** All complete backups, the oldest first. */
    public List<Stored> list() throws IOException {
        List<Stored> stored = new ArrayList<>();
        for (String id : chains.ids()) {
            Manifest manifest = chains.manifest(id).manifest();
            stored.add(new Stored(id, manifest.full(), manifest.database().at(), manifest.archiveBytes()));
        }
        return stored;
    }

    /** When the newest full backup began; null if there is none. */
    public @Nullable Instant newestFull() throws IOException {
        return chains.ids().reversed().stream()
                .filter(Chains::isFull)
                .findFirst()
                .map(BackupId::time)
                .orElse(null);
    }

    /** Removes what is older, whole chains only; the newest stays however old it is. Answers what was removed. */
    public List<String> removeOlderThan(Duration keep) throws IOException {
        return chains.removeOlderThan(keep, clock.instant());
    }

    /** Copies what is missing at another place, archives before their manifests; answers how many backups. */
    public int copyTo(BackupStore other) throws IOException {
        Files.createDirectories(scratch);
        Set<String> there = new HashSet<>(other.names());
        int copied = 0;
        for (String id : chains.ids()) {
            if (there.contains(Manifest.manifestName(id))) {
                continue;
            }
            for (String name : List.of(Manifest.archiveName(id), Manifest.manifestName(id))) {
                Path file = scratch.resolve(name + ".copy");
                try {
                    try (var content = store.get(name)) {
                        Files.copy(content, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    }
                    other.put(name, file);
                } finally {
                    Files.deleteIfExists(file);
                }
            }
            copied++;
        }
        return copied;
    }

    /** Puts what the database server is read as into the archive. */
    private record Into(ArchiveWriter archive) implements PhysicalCapture.Sink {
        @Override
        public void folder(String path) throws IOException {
            archive.folder(Area.DATABASE, path);
        }

        @Override
        public void part(String path, long offset, byte[] content) throws IOException {
            archive.part(Area.DATABASE, path, offset, content, content.length);
        }

        @Override
        public void log(String name, long offset, byte[] content) throws IOException {
            archive.part(Area.LOG, name, offset, content, content.length);
        }
    }
}
