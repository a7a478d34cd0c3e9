package io.swen.cli.backup;

import io.swen.cli.backup.Manifest.FileState;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.database.PhysicalCapture;
import io.swen.cli.project.Checksums;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings a backup back into an empty folder, and checks every byte of it on the way. */
public final class Restoration {
    /** Where the write-ahead log lies that the database server has to replay, below its data folder. */
    private static final String LOG = "swen_log";

    private static final int BUFFER = 1 << 16;

    private final BackupStore store;
    private final Chains chains;
    private final BackupKey key;

    public Restoration(BackupStore store, BackupKey key) {
        this.store = store;
        this.key = key;
        this.chains = new Chains(store, key);
    }

    /**
     * What was brought back.
     *
     * @param id the backup it ends with
     * @param holdsUpTo everything that was committed before is in it, unless an earlier time was asked for
     * @param backups how many backups the chain up to there has
     * @param files how many files besides the database server's
     * @param bytes how much was written
     * @param database which server it is of
     */
    public record Restored(
            String id, Instant holdsUpTo, int backups, int files, long bytes, PhysicalCapture.Position database) {}

    /**
     * Writes everything below a folder: {@code postgres}, {@code git}, {@code audit}, {@code secrets}, {@code export} and {@code
     * credentials.json}. The database server has yet to replay its log.
     *
     * @param id which backup; null for the newest, or the one that holds the time
     * @param at an earlier time that the database is to be brought to; null for all there is
     */
    public Restored into(Path folder, @Nullable String id, @Nullable Instant at) throws IOException {
        String wanted = id == null ? chains.covering(at) : id;
        List<Manifest> chain = chains.chain(wanted);
        Manifest last = chain.getLast();
        if (at != null && !last.database().at().isAfter(at)) {
            throw new CliException(
                    ExitCode.USAGE,
                    wanted + " ends at " + last.database().at() + ", and " + at + " is later",
                    "Name no backup to take the one that holds the time.");
        }
        Writing writing = new Writing(folder, last.database().segmentSize());
        for (int index = 0; index < chain.size(); index++) {
            // The audit log's copies must not be ahead of the databases. Those of the last backup may be ahead of an
            // earlier time.
            boolean withAudit = at == null || index < chain.size() - 1 || chain.size() == 1;
            writing.leaveOut(withAudit ? Set.of() : Set.of(Area.AUDIT));
            read(chain.get(index), writing);
        }
        Map<Path, FileState> expected = new LinkedHashMap<>();
        for (int index = 0; index < chain.size(); index++) {
            boolean isLast = index == chain.size() - 1;
            boolean withAudit = at == null || !isLast || chain.size() == 1;
            for (FileState file : chain.get(index).files()) {
                if (isLast || file.area().keepsWhatWent()) {
                    if (file.area() != Area.AUDIT || withAudit) {
                        expected.put(writing.place(file.area(), file.path()), file);
                    }
                }
            }
        }
        finish(folder, expected);
        return new Restored(
                wanted, last.database().at(), chain.size(), expected.size(), writing.bytes, last.database());
    }

    private void read(Manifest manifest, Writing writing) throws IOException {
        String name = Manifest.archiveName(manifest.id());
        try (InputStream stored = store.get(name);
                DigestInputStream counted =
                        new DigestInputStream(new BufferedInputStream(stored, BUFFER), Checksums.digest())) {
            ArchiveReader.read(key.open(counted, name), name, writing);
            counted.transferTo(OutputStream.nullOutputStream());
            if (!Checksums.text(counted.getMessageDigest()).equals(manifest.archiveChecksum())) {
                throw new CliException(
                        ExitCode.FAILED,
                        name + " is not the archive that " + manifest.id() + " was made with",
                        "Restore an earlier backup, or this one from another copy.");
            }
        }
    }

    /** Removes what was gone by the last backup, and holds the rest against the manifests. */
    private static void finish(Path folder, Map<Path, FileState> expected) throws IOException {
        for (Map.Entry<Path, FileState> entry : expected.entrySet()) {
            Path file = entry.getKey();
            FileState state = entry.getValue();
            if (!Files.exists(file)) {
                throw broken(state, "is missing");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(state.size());
            }
            if (Files.size(file) != state.size() || !Checksums.of(file).equals(state.checksum())) {
                throw broken(state, "is not what was captured");
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(state.permissions()));
        }
        Set<Path> kept = new HashSet<>(expected.keySet());
        for (Area area : List.of(Area.GIT, Area.EXPORT)) {
            Path root = folder.resolve(area.label());
            if (Files.exists(root)) {
                try (Stream<Path> all = Files.walk(root)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        if (!kept.contains(file)) {
                            Files.delete(file);
                        }
                    }
                }
            }
        }
    }

    private static CliException broken(FileState state, String how) {
        return new CliException(
                ExitCode.FAILED,
                state.area().label() + "/" + state.path() + " " + how,
                "Restore an earlier backup, or this one from another copy.");
    }

    /** Puts parts where they belong. */
    private static final class Writing implements ArchiveReader.Parts {
        private final Path folder;
        private final long segmentSize;
        private Set<Area> leftOut = Set.of();
        private long bytes;

        Writing(Path folder, long segmentSize) {
            this.folder = folder.toAbsolutePath().normalize();
            this.segmentSize = segmentSize;
        }

        void leaveOut(Set<Area> areas) {
            leftOut = areas;
        }

        Path place(Area area, String path) throws IOException {
            Path root = switch (area) {
                case DATABASE -> folder.resolve("postgres");
                case LOG -> folder.resolve("postgres").resolve(LOG);
                case CREDENTIALS -> folder;
                case SECRETS, AUDIT, GIT, EXPORT -> folder.resolve(area.label());
            };
            Path place = root.resolve(path).normalize();
            if (!place.startsWith(root) || place.equals(root)) {
                throw new IOException("the archive names a file outside itself: " + path);
            }
            return place;
        }

        @Override
        public void folder(Area area, String path) throws IOException {
            Files.createDirectories(
                    place(area, path),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }

        @Override
        public void part(Area area, String path, long offset, InputStream content, long length) throws IOException {
            if (leftOut.contains(area)) {
                return;
            }
            Path file = place(area, path);
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(
                        parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (offset == 0 && area != Area.LOG) {
                    channel.truncate(0);
                }
                channel.position(offset);
                OutputStream target = Channels.newOutputStream(channel);
                long written = content.transferTo(target);
                if (written != length) {
                    throw new IOException(path + " has " + written + " of " + length + " bytes in the archive");
                }
                bytes += written;
                if (area == Area.LOG && channel.size() < segmentSize) {
                    // The server takes files of its own size only; zeros are where its log ends.
                    channel.write(ByteBuffer.wrap(new byte[1]), segmentSize - 1);
                }
            }
        }
    }
}
