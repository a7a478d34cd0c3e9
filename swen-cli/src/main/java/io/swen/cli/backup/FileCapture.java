package io.swen.cli.backup;

import io.swen.cli.backup.Manifest.FileState;
import io.swen.cli.project.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies folders that are written to meanwhile; of a file that only grew since the last backup, just the end. */
final class FileCapture {
    private static final int CHUNK = 1 << 20;
    private static final int ROUNDS = 5;

    private final ArchiveWriter archive;
    private final Map<String, FileState> before = new LinkedHashMap<>();
    private final Map<String, FileState> now = new LinkedHashMap<>();

    /** @param before what the backup that this one goes on from holds; empty for a full one */
    FileCapture(ArchiveWriter archive, List<FileState> before) {
        this.archive = archive;
        before.forEach(file -> this.before.put(key(file.area(), file.path()), file));
    }

    /** A folder with all that is below it, or a single file. Taking it again adds what is new or changed since. */
    void take(Area area, Path root) throws IOException {
        take(area, root, path -> true);
    }

    /**
     * Repositories: refs first and packs last. What a ref names was there before the ref, and an object that is packed meanwhile
     * is found in its pack.
     */
    void takeRepositories(Path root) throws IOException {
        Predicate<String> objects = path -> path.contains("/objects/");
        Predicate<String> packs = path -> path.contains("/objects/pack/");
        takeFolders(root);
        take(Area.GIT, root, objects.negate());
        take(Area.GIT, root, objects.and(packs.negate()));
        // A pack that is replaced by another while it is read is there under its new name the next time.
        int rounds = 0;
        while (!take(Area.GIT, root, packs)) {
            if (++rounds == ROUNDS) {
                throw new IOException("the repositories in " + root + " are packed anew all the time");
            }
        }
    }

    /** A repository is none without its folder of refs, even if all of them are packed. */
    private void takeFolders(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                String path = root.relativize(folder).toString();
                if (!path.isEmpty() && !path.contains("/objects/")) {
                    archive.folder(Area.GIT, path);
                }
            }
        }
    }

    List<FileState> files() {
        return List.copyOf(now.values());
    }

    /** False if a file went while it was to be read. */
    private boolean take(Area area, Path root, Predicate<String> wanted) throws IOException {
        if (!Files.exists(root)) {
            return true;
        }
        boolean complete = true;
        for (Path file : list(root)) {
            String path = file.equals(root)
                    ? root.getFileName().toString()
                    : root.relativize(file).toString();
            if (!wanted.test("/" + path)) {
                continue;
            }
            try {
                take(area, path, file);
            } catch (NoSuchFileException went) {
                now.remove(key(area, path));
                complete = false;
            }
        }
        return complete;
    }

    private static List<Path> list(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                if (about.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException || failure == null) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        files.sort(null);
        return files;
    }

    private void take(Area area, String path, Path file) throws IOException {
        BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Instant modified = about.lastModifiedTime().toInstant();
        FileState known = now.getOrDefault(key(area, path), before.get(key(area, path)));
        if (known != null && known.size() == about.size() && known.modified().equals(modified)) {
            now.put(key(area, path), known);
            return;
        }
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        MessageDigest digest = grown(file, about.size(), known);
        long from = digest == null || known == null ? 0 : known.size();
        MessageDigest whole = digest == null ? Checksums.digest() : digest;
        long size = copy(area, path, file, from, about.size(), whole);
        now.put(key(area, path), new FileState(area, path, size, modified, Checksums.text(whole), permissions));
    }

    /** The digest of what was there before, if the file still begins with it and has become longer; else null. */
    private static @Nullable MessageDigest grown(Path file, long size, @Nullable FileState known) throws IOException {
        if (known == null || known.size() == 0 || size <= known.size()) {
            return null;
        }
        MessageDigest digest = Checksums.digest();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] buffer = new byte[CHUNK];
            long left = known.size();
            while (left > 0) {
                int read = content.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    return null;
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        try {
            MessageDigest kept = (MessageDigest) digest.clone();
            return Checksums.text(digest).equals(known.checksum()) ? kept : null;
        } catch (CloneNotSupportedException thisOneCan) {
            throw new IllegalStateException(thisOneCan);
        }
    }

    /** Answers where the reading ended, which is before {@code to} if the file has become shorter. */
    private long copy(Area area, String path, Path file, long from, long to, MessageDigest digest) throws IOException {
        long at = from;
        try (InputStream content = Files.newInputStream(file)) {
            content.skipNBytes(from);
            byte[] buffer = new byte[CHUNK];
            boolean first = true;
            while (first || at < to) {
                int read = content.readNBytes(buffer, 0, (int) Math.min(buffer.length, to - at));
                if (read == 0 && !first) {
                    break;
                }
                archive.part(area, path, at, buffer, read);
                digest.update(buffer, 0, read);
                at += read;
                first = false;
                if (read == 0) {
                    break;
                }
            }
        }
        return at;
    }

    private static String key(Area area, String path) {
        return area.label() + "/" + path;
    }
}
