package io.swen.cli.stack;

import io.swen.cli.backup.Backups;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that holds everything a local platform knows; only its owner may look into it.
 *
 * @param root {@code SWEN_HOME}
 */
public record SwenHome(Path root) {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** What outlives {@code --clean}: it derives from the jars alone and only makes starts faster. */
    private static final Set<String> DERIVED = Set.of("run");

    /** {@code SWEN_HOME}, or {@code .swen} in the checkout. */
    public static SwenHome locate(Project project) {
        String told = System.getenv("SWEN_HOME");
        Path root = told == null || told.isBlank() ? project.root().resolve(".swen") : Path.of(told);
        return new SwenHome(root.toAbsolutePath().normalize());
    }

    void create() throws IOException {
        folder(root);
        for (Path each : List.of(run(), logs(), secrets(), tokens())) {
            folder(each);
        }
    }

    /** Creates a folder that only its owner may enter, and those above it. */
    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, PRIVATE_FOLDER);
    }

    Path run() {
        return root.resolve("run");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    Path secrets(Service service) {
        return secrets().resolve(service.label());
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path git() {
        return root.resolve("git");
    }

    /** Where the working folders of Terraform's runs are made and removed. */
    Path terraform() {
        return root.resolve("terraform");
    }

    /** Where the services copy their sealed audit logs to, each into a folder of its own. */
    public Path audit() {
        return root.resolve("audit");
    }

    /** Where telemetry-service puts its exports. */
    public Path exports() {
        return root.resolve("export");
    }

    Path simulator() {
        return root.resolve("simulator");
    }

    public Path credentials() {
        return root.resolve("credentials.json");
    }

    public Path tokens() {
        return run().resolve("tokens");
    }

    Path unpacked(Service service) {
        return run().resolve(service.label());
    }

    Path caches() {
        return run().resolve("aot");
    }

    Path state() {
        return run().resolve("state.json");
    }

    /** Names the process that is killing processes on purpose. */
    Path drill() {
        return run().resolve("drill");
    }

    /** Where a drill writes at which moment gitops-service is to be killed. */
    public Path crashFile() {
        return run().resolve("crash-gitops");
    }

    /** Where a backup is made before it is stored. */
    Path backupScratch() {
        return run().resolve("backup");
    }

    /** How the last backups went. */
    Path backupStatus() {
        return run().resolve("backup.json");
    }

    /** What of it is state and is backed up, besides the databases. The simulated clouds are not the platform's. */
    Backups.Sources backupSources() {
        return new Backups.Sources(secrets(), credentials(), audit(), git(), exports());
    }

    Path lock() {
        return run().resolve("lock");
    }

    Path pidFile() {
        return run().resolve("supervisor.pid");
    }

    /** Others' rights on the folder; empty if it is private or does not exist. */
    Set<PosixFilePermission> rightsOfOthers() throws IOException {
        if (!Files.exists(root)) {
            return Set.of();
        }
        Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
        rights.addAll(Files.getPosixFilePermissions(root));
        rights.retainAll(OTHERS);
        return rights;
    }

    /** Replaces a private file as one step: a reader sees the old content or the new, never half of it. */
    public static void write(Path file, String content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            folder(parent);
        }
        Path temporary = Files.createTempFile(parent, "." + file.getFileName(), ".new", PRIVATE_FILE);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes all data: database, secrets, accounts, repositories, the simulated clouds, logs and cached tokens. */
    void wipe() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                if (!DERIVED.contains(child.getFileName().toString())) {
                    delete(child);
                }
            }
        }
        delete(tokens());
        Files.deleteIfExists(state());
        create();
    }

    /** Removes a file, or a folder with all that is in it; nothing if there is none. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
