package io.swen.cli.secrets;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Looks for canaries in places, and remembers where it looked and what it found. */
final class SecretsScan {

    private static final long GIT_WITHIN_SECONDS = 120;

    /**
     * What came of one place.
     *
     * @param parts files, tables or objects
     */
    record Place(String name, long parts, long bytes, int found) {}

    /** A secret where it should not be; {@code part} says where in the place. */
    record Find(String place, String part, String kind, String form) {}

    private final CanarySearch search;
    private final List<Place> places = new ArrayList<>();
    private final List<Find> finds = new ArrayList<>();

    SecretsScan(Collection<Canary> canaries) {
        this.search = new CanarySearch(canaries);
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    List<Find> finds() {
        return List.copyOf(finds);
    }

    /** Every file below a folder (or one file) but those left out; {@code .gz} is looked into. */
    void files(String name, Path root, Set<Path> leftOut) throws IOException {
        Tally tally = new Tally(name);
        if (Files.exists(root)) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return leftOut.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && !leftOut.contains(file)) {
                        file(tally, root, file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        // A running platform renames and removes files of its own.
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        }
        tally.end();
    }

    private void file(Tally tally, Path root, Path file) throws IOException {
        String part =
                root.equals(file) ? file.toString() : root.relativize(file).toString();
        CanarySearch.Pass pass = search.pass();
        try (InputStream in = Files.newInputStream(file)) {
            pass.read(in);
        } catch (NoSuchFileException gone) {
            return;
        }
        if (part.endsWith(".gz")) {
            try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                pass.read(in);
            }
        }
        tally.part(part, pass);
    }

    /** Every object of a Git repository, reachable or not, by {@code git} itself. */
    void repository(String name, Path repository) throws IOException, InterruptedException {
        Tally tally = new Tally(name);
        Process git = new ProcessBuilder(
                        "git",
                        "--git-dir",
                        repository.toString(),
                        "cat-file",
                        "--batch-all-objects",
                        "--unordered",
                        "--batch")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        CanarySearch.Pass pass = search.pass();
        try (InputStream objects = git.getInputStream()) {
            pass.read(objects);
        }
        if (!git.waitFor(GIT_WITHIN_SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
            git.destroyForcibly();
            throw new IOException("git cannot read " + repository);
        }
        tally.part(repository.toString(), pass);
        tally.end();
    }

    /** Begins a place whose bytes come from elsewhere. */
    Tally begin(String name) {
        return new Tally(name);
    }

    /** Counts up one place. */
    final class Tally {

        private final String name;
        private long parts;
        private long bytes;
        private int found;

        private Tally(String name) {
            this.name = name;
        }

        CanarySearch.Pass pass() {
            return search.pass();
        }

        void part(String part, CanarySearch.Pass pass) {
            parts++;
            bytes += pass.bytes();
            found += pass.found().size();
            for (CanarySearch.Hit hit : pass.found()) {
                finds.add(new Find(name, part, hit.canary().kind(), hit.form()));
            }
        }

        void end() {
            places.add(new Place(name, parts, bytes, found));
        }
    }
}
