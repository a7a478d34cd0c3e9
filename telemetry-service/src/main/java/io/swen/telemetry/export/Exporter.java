package io.swen.telemetry.export;

import io.swen.telemetry.export.ExportStore.Export;
import io.swen.telemetry.export.ExportStore.Partition;
import io.swen.telemetry.support.BulkCopy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries out exports, a kind and day after the other; each is done as a whole or not at all, so that one can be resumed. */
@Component
class Exporter {

    static final String FILE = "part-00000.parquet";
    static final String MANIFEST = "_manifest.json";
    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final int ATTEMPTS = 3;

    private final Map<String, ExportKind> kinds = new TreeMap<>();
    private final ExportProperties properties;
    private final ExportStore store;
    private final BulkCopy copy;
    private final ExportTarget target;
    private final JsonMapper json;
    private final Clock clock;

    Exporter(
            List<ExportKind> kinds,
            ExportProperties properties,
            ExportStore store,
            BulkCopy copy,
            ExportTarget target,
            JsonMapper json,
            Clock clock) {
        kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
        this.properties = properties;
        this.store = store;
        this.copy = copy;
        this.target = target;
        this.json = json;
        this.clock = clock;
    }

    Set<String> kinds() {
        return kinds.keySet();
    }

    ExportKind kind(String name) {
        ExportKind kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("nothing is exported as " + name);
        }
        return kind;
    }

    String address() {
        return target.address();
    }

    /** The path of a day, as Hive, DuckDB, Athena and MaxCompute read it. */
    static String key(String kind, LocalDate day) {
        return folder(kind) + "/date=" + day + "/" + FILE;
    }

    private static String folder(String kind) {
        return "kind=" + kind;
    }

    /** Does what is left of an export. */
    void run(Export export) throws InterruptedException {
        store.started(export.id(), clock.instant());
        Set<String> done = store.done(export.id());
        try {
            clean();
            for (String kind : export.kinds()) {
                for (LocalDate day = export.from(); !day.isAfter(export.to()); day = day.plusDays(1)) {
                    if (done.contains(kind + "/" + day)) {
                        continue;
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    store.at(export.id(), folder(kind) + "/date=" + day);
                    partition(export, kind(kind), day);
                    store.progress(export.id());
                }
                manifest(kind(kind));
            }
            store.succeeded(export.id(), clock.instant());
        } catch (IOException | UncheckedIOException | SQLException e) {
            LOG.warn("export {} failed: {}", export.id(), e.toString());
            store.failed(export.id(), String.valueOf(e.getMessage()), clock.instant());
        }
    }

    private void partition(Export export, ExportKind kind, LocalDate day) throws IOException, SQLException {
        IOException last = new IOException("never tried");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                once(export, kind, day);
                return;
            } catch (IOException e) {
                LOG.warn("{} of {} was not exported at attempt {}: {}", kind.name(), day, attempt, e.toString());
                last = e;
            }
        }
        throw last;
    }

    private void once(Export export, ExportKind kind, LocalDate day) throws IOException, SQLException {
        String key = key(kind.name(), day);
        Path csv = partial(kind.name() + "-" + day + ".csv");
        Path parquet = partial(kind.name() + "-" + day + ".parquet");
        try {
            MessageDigest digest = sha256();
            long rows;
            try (OutputStream out =
                    new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(csv), 1 << 16), digest)) {
                rows = copy.csv(kind.query(day), out);
            }
            String source = HexFormat.of().formatHex(digest.digest());
            Optional<Partition> before = store.partition(target.address(), kind.name(), day);
            if (before.isPresent()
                    && before.get().sourceSha256().equals(source)
                    && before.get().rows() == rows
                    && (rows == 0 || target.has(key))) {
                Partition same = before.get();
                store.wrote(
                        target.address(),
                        new Partition(
                                same.kind(),
                                day,
                                same.file(),
                                rows,
                                same.bytes(),
                                source,
                                same.sha256(),
                                same.exportedAt(),
                                export.id()));
                return;
            }
            Instant now = clock.instant();
            if (rows == 0) {
                if (before.isPresent()) {
                    target.delete(key);
                }
                store.wrote(
                        target.address(), new Partition(kind.name(), day, null, 0, 0, source, null, now, export.id()));
                return;
            }
            ParquetWriter.write(
                    csv,
                    parquet,
                    kind.columns(),
                    rows,
                    properties.memory(),
                    properties.partitionTimeout(),
                    partial("spill"));
            long bytes = Files.size(parquet);
            String sha256 = hash(parquet);
            target.put(parquet, key);
            store.wrote(
                    target.address(),
                    new Partition(kind.name(), day, key, rows, bytes, source, sha256, now, export.id()));
        } finally {
            Files.deleteIfExists(csv);
            Files.deleteIfExists(parquet);
        }
    }

    /** Says what there is, for those who want to check or to load it. Readers of Hive's layout pass over its name. */
    private void manifest(ExportKind kind) throws IOException {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("kind", kind.name());
        manifest.put("written_at", clock.instant());
        manifest.put(
                "columns",
                kind.columns().stream()
                        .map(column -> Map.of("name", column.name(), "type", column.type()))
                        .toList());
        manifest.put(
                "partitions",
                store.partitions(target.address(), kind.name()).stream()
                        .map(partition -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("date", partition.day().toString());
                            one.put("file", partition.file());
                            one.put("rows", partition.rows());
                            one.put("bytes", partition.bytes());
                            one.put("sha256", partition.sha256());
                            one.put("exported_at", partition.exportedAt());
                            return one;
                        })
                        .toList());
        Path file = partial(kind.name() + ".json");
        Files.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        target.put(file, folder(kind.name()) + "/" + MANIFEST);
    }

    private Path partial(String name) throws IOException {
        Path folder =
                Files.createDirectories(properties.folder().toAbsolutePath().resolve(".partial"));
        return folder.resolve(name);
    }

    /** What an export left that was cut short. */
    private void clean() throws IOException {
        Path folder = properties.folder().toAbsolutePath().resolve(".partial");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
