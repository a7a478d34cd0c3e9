package io.swen.platform.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sealed batches outside the database, as JSON lines: {@code {"hash":…,"row":…}} for each row and then {@code
 * {"seal":…,"signature":…}}. A batch is on disk before it counts; half of one, left by a crash, is cut off at the next start.
 */
final class OutsideCopy {

    /** A longer line is none of ours: a row has at most two states of {@value AuditDocuments#LONGEST} bytes, doubled by escaping. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final String PREFIX = "audit-";
    private static final String SUFFIX = ".jsonl";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String service;
    private final long fileSize;
    private @Nullable Seal last;
    private @Nullable Path file;

    private OutsideCopy(Path folder, String service, long fileSize) {
        this.folder = folder;
        this.service = service;
        this.fileSize = fileSize;
    }

    /** Opens the copy to write to it; what an earlier process left unfinished is removed. */
    static OutsideCopy open(Path folder, String service, long fileSize) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        OutsideCopy copy = new OutsideCopy(folder, service, fileSize);
        List<Path> files = files(folder);
        for (int i = files.size() - 1; i >= 0 && copy.last == null; i--) {
            copy.recover(files.get(i));
        }
        return copy;
    }

    /** The newest batch that is on disk. */
    @Nullable
    Seal last() {
        return last;
    }

    private void recover(Path candidate) throws IOException {
        long complete = 0;
        Seal newest = null;
        try (Lines lines = new Lines(candidate)) {
            String line;
            while ((line = lines.next()) != null) {
                JsonNode json = parse(line);
                if (json == null) {
                    break;
                }
                if (json.has("seal")) {
                    newest = seal(json);
                    complete = lines.offset();
                }
            }
        }
        if (newest == null) {
            Files.delete(candidate);
            return;
        }
        try (FileChannel channel = FileChannel.open(candidate, StandardOpenOption.WRITE)) {
            if (channel.size() > complete) {
                channel.truncate(complete);
                channel.force(true);
            }
        }
        last = newest;
        file = candidate;
    }

    /** Adds a batch and returns once it is on disk; after a failure the copy has to be opened again. */
    void append(SealedBatch batch) throws IOException {
        StringBuilder text = new StringBuilder(batch.entries().size() * 640);
        for (SealedBatch.Entry entry : batch.entries()) {
            text.append("{\"hash\":\"")
                    .append(entry.hash())
                    .append("\",\"row\":")
                    .append(new String(entry.row().canonical(service, entry.n()), StandardCharsets.UTF_8))
                    .append("}\n");
        }
        text.append("{\"seal\":")
                .append(batch.seal().document(service))
                .append(",\"signature\":\"")
                .append(Base64.getEncoder().encodeToString(batch.seal().signature()))
                .append("\"}\n");
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path target = file;
        boolean fresh = target == null || Files.size(target) + bytes.length > fileSize;
        if (target == null || fresh) {
            target = folder.resolve(PREFIX + String.format("%012d", batch.seal().batch()) + SUFFIX);
        }
        try (FileChannel channel = FileChannel.open(
                target,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // What a failure leaves of the batch is cut off when the copy is opened again.
            channel.position(channel.size());
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        if (fresh) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        file = target;
        last = batch.seal();
    }

    /** The files in their order. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(each -> {
                        String name = each.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Reads batch after batch, beginning with the given one or the first after it that there is. */
    static Reader read(Path folder, long fromBatch) throws IOException {
        List<Path> files = new ArrayList<>(files(folder));
        while (files.size() > 1 && firstBatch(files.get(1)) <= fromBatch) {
            files.removeFirst();
        }
        return new Reader(files, fromBatch);
    }

    private static long firstBatch(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
        } catch (NumberFormatException notOurs) {
            return Long.MAX_VALUE;
        }
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return json.has("row") || json.has("seal") ? json : null;
        } catch (JacksonException broken) {
            return null;
        }
    }

    private static Seal seal(JsonNode json) throws IOException {
        try {
            return Seal.parse(
                    json.path("seal"),
                    Base64.getDecoder().decode(json.path("signature").asString()));
        } catch (RuntimeException broken) {
            throw new IOException("a seal cannot be read", broken);
        }
    }

    /** What a copy says, batch after batch. */
    static final class Reader implements AutoCloseable {

        /** A batch as it stands there, with whatever may be wrong about it. */
        record Batch(Seal seal, List<SealedBatch.Entry> entries, List<String> broken) {}

        private final List<Path> files;
        private final long fromBatch;
        private @Nullable Lines lines;
        private boolean exhausted;

        private Reader(List<Path> files, long fromBatch) {
            this.files = new ArrayList<>(files);
            this.fromBatch = fromBatch;
        }

        /** Null at the end; lines after the last seal are a batch that is still being written. */
        @Nullable
        Batch next() throws IOException {
            while (true) {
                Batch batch = read();
                if (batch == null || batch.seal().batch() >= fromBatch) {
                    return batch;
                }
            }
        }

        private @Nullable Batch read() throws IOException {
            List<SealedBatch.Entry> entries = new ArrayList<>();
            List<String> broken = new ArrayList<>();
            while (true) {
                String line = line();
                if (line == null) {
                    return null;
                }
                JsonNode json = parse(line);
                if (json == null) {
                    broken.add("a line that is neither a row nor a seal");
                } else if (json.has("seal")) {
                    return new Batch(seal(json), entries, broken);
                } else {
                    try {
                        JsonNode row = json.path("row");
                        entries.add(new SealedBatch.Entry(
                                row.path("n").asLong(),
                                AuditRow.parse(row),
                                Hash.parse(json.path("hash").asString())));
                    } catch (RuntimeException unreadable) {
                        broken.add("a row that cannot be read");
                    }
                }
            }
        }

        private @Nullable String line() throws IOException {
            while (!exhausted) {
                Lines open = lines;
                if (open == null) {
                    if (files.isEmpty()) {
                        exhausted = true;
                        return null;
                    }
                    open = new Lines(files.removeFirst());
                    lines = open;
                }
                String line = open.next();
                if (line != null) {
                    return line;
                }
                open.close();
                lines = null;
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            if (lines != null) {
                lines.close();
            }
        }
    }

    /** Complete lines of a file, and how far they reach. */
    private static final class Lines implements AutoCloseable {

        private final InputStream in;
        private long offset;

        Lines(Path file) throws IOException {
            this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        /** Null at the end, also where the last line is cut off. */
        @Nullable
        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            int value;
            while ((value = in.read()) >= 0) {
                if (value == '\n') {
                    offset += line.size() + 1L;
                    return line.toString(StandardCharsets.UTF_8);
                }
                if (line.size() >= LONGEST_LINE) {
                    throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
                }
                line.write(value);
            }
            return null;
        }

        long offset() {
            return offset;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
