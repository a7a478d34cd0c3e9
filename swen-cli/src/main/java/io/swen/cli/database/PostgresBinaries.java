package io.swen.cli.database;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of the embedded server, unpacked.
 *
 * @param home the folder with {@code bin/postgres}
 */
public record PostgresBinaries(Path home) {
    /** The server that ships with this command; its data cannot be read by another major version. */
    static final String MAJOR = "18";

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

    /** Unpacks the archive unless that was done before; a half-unpacked folder is never taken for a whole one. */
    public static PostgresBinaries unpack(Path home) throws IOException {
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return new PostgresBinaries(home);
        }
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        delete(partial);
        Files.createDirectories(partial);
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                unpack(tar, entry, partial);
            }
        }
        delete(home);
        Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        return new PostgresBinaries(home);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The archive names a file outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(folder.resolve(folder.relativize(target)).getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PROGRAM);
            }
        }
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        InputStream archive;
        try {
            archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException none) {
            throw unsupported(system, machine, none);
        }
        return archive;
    }

    private static CliException unsupported(String system, String machine, IllegalStateException cause) {
        return new CliException(
                ExitCode.FAILED,
                "No embedded PostgreSQL for " + system + " on " + machine + " ships with this command",
                "Start a PostgreSQL 15 or newer and set SWEN_DATABASE_URL=jdbc:postgresql://host:port.",
                cause);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
