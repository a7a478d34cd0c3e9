package io.swen.cli.backup;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.project.Checksums;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The backups at a place: full ones, each with the increments that go on from it. */
final class Chains {
    private static final String MANIFEST = ".manifest";
    private static final String ARCHIVE = ".archive";
    private static final String FULL = "-full";
    /** A manifest is read into memory. */
    static final int LARGEST_MANIFEST = 16 << 20;

    private final BackupStore store;
    private final BackupKey key;

    Chains(BackupStore store, BackupKey key) {
        this.store = store;
        this.key = key;
    }

    /** A manifest and the checksum of its sealed form, by which its successor names it. */
    record Sealed(Manifest manifest, String checksum) {}

    /** The ids of all complete backups, the oldest first; one whose manifest was never stored does not count. */
    List<String> ids() throws IOException {
        Set<String> names = new HashSet<>(store.names());
        return names.stream()
                .filter(name -> name.endsWith(MANIFEST))
                .map(name -> name.substring(0, name.length() - MANIFEST.length()))
                .filter(id -> names.contains(Manifest.archiveName(id)))
                .sorted()
                .toList();
    }

    static boolean isFull(String id) {
        return id.endsWith(FULL);
    }

    Optional<Sealed> newest() throws IOException {
        List<String> ids = ids();
        return ids.isEmpty() ? Optional.empty() : Optional.of(manifest(ids.getLast()));
    }

    Sealed manifest(String id) throws IOException {
        String name = Manifest.manifestName(id);
        byte[] sealed;
        try (InputStream content = store.get(name)) {
            sealed = content.readNBytes(LARGEST_MANIFEST);
        }
        String text;
        try (InputStream opened = key.open(new ByteArrayInputStream(sealed), name)) {
            text = new String(opened.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            int format = Json.parse(text).path("format").asInt(0);
            if (format != Manifest.FORMAT) {
                throw new CliException(
                        ExitCode.FAILED,
                        id + " has format " + format + ", and this version knows " + Manifest.FORMAT,
                        "Restore it with the version of SWEN that made it.");
            }
            Manifest manifest = Json.bind(Json.parse(text), Manifest.class);
            if (!manifest.id().equals(id)) {
                throw new CliException(ExitCode.FAILED, name + " is the manifest of " + manifest.id());
            }
            return new Sealed(manifest, Checksums.of(new ByteArrayInputStream(sealed)));
        } catch (JacksonException other) {
            throw new CliException(ExitCode.FAILED, name + " cannot be read", null, other);
        }
    }

    /** A backup with those it goes on from, the full one first. */
    List<Manifest> chain(String id) throws IOException {
        List<Manifest> chain = new ArrayList<>();
        Set<String> there = Set.copyOf(ids());
        if (!there.contains(id)) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    "There is no complete backup " + id + " in " + store.place(),
                    "./swen backup list --to " + store.place() + " lists them.");
        }
        Sealed at = manifest(id);
        chain.addFirst(at.manifest());
        while (!at.manifest().full()) {
            String previous = at.manifest().previous();
            if (previous == null || !there.contains(previous)) {
                throw broken(at.manifest(), "is not there");
            }
            Sealed before = manifest(previous);
            if (!before.checksum().equals(at.manifest().previousChecksum())) {
                throw broken(at.manifest(), "is another one");
            }
            chain.addFirst(before.manifest());
            at = before;
        }
        return chain;
    }

    private static CliException broken(Manifest manifest, String how) {
        return new CliException(
                ExitCode.FAILED,
                manifest.id() + " goes on from " + manifest.previous() + ", which " + how,
                "Restore a backup before it, or this one from another copy.");
    }

    /** The backup that holds everything up to a moment and goes beyond it; the newest where no time is given. */
    String covering(@Nullable Instant at) throws IOException {
        List<String> ids = ids();
        if (ids.isEmpty()) {
            throw new CliException(ExitCode.NOT_FOUND, "There is no complete backup in " + store.place());
        }
        if (at == null) {
            return ids.getLast();
        }
        // Whatever a backup holds was committed before its own transaction; the first one after the moment has all of
        // it.
        for (int index = 0; index < ids.size(); index++) {
            String id = ids.get(index);
            if (index + 1 < ids.size() && !BackupId.time(ids.get(index + 1)).isAfter(at)) {
                // The one after it had not begun earlier than this one ended.
                continue;
            }
            Manifest manifest = manifest(id).manifest();
            if (manifest.database().at().isAfter(at)) {
                if (manifest.full()) {
                    break;
                }
                return id;
            }
        }
        Manifest last = manifest(ids.getLast()).manifest();
        throw new CliException(
                ExitCode.NOT_FOUND,
                "No backup in " + store.place() + " can be brought to " + at,
                "A chain reaches from its full backup to its last increment; the newest ends at "
                        + last.database().at() + " (./swen backup list).");
    }

    /** Removes chains that ended longer ago than the time, and what a backup that was cut off left; the newest chain stays. */
    List<String> removeOlderThan(Duration keep, Instant now) throws IOException {
        List<String> removed = new ArrayList<>();
        List<String> ids = ids();
        List<List<String>> chains = new ArrayList<>();
        for (String id : ids) {
            if (isFull(id) || chains.isEmpty()) {
                chains.add(new ArrayList<>());
            }
            chains.getLast().add(id);
        }
        for (int index = 0; index < chains.size() - 1; index++) {
            List<String> chain = chains.get(index);
            if (BackupId.time(chain.getLast()).plus(keep).isBefore(now)) {
                // From the end: what is left of a removal that is cut off is still a chain.
                for (String id : chain.reversed()) {
                    store.remove(Manifest.manifestName(id));
                    store.remove(Manifest.archiveName(id));
                    removed.add(id);
                }
            }
        }
        Set<String> complete = new HashSet<>(ids);
        String newest = ids.isEmpty() ? "" : ids.getLast();
        for (String name : store.names()) {
            boolean archive = name.endsWith(ARCHIVE);
            String id = archive ? name.substring(0, name.length() - ARCHIVE.length()) : "";
            if (archive && !complete.contains(id) && id.compareTo(newest) < 0) {
                store.remove(name);
            }
        }
        return removed;
    }
}
