package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.project.Checksums;
import io.swen.cli.project.Staleness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A service's runnable jar taken apart, which starts faster than a jar of jars and can have a start-up cache.
 *
 * @param service whose it is
 * @param jar what {@code java -jar} runs
 * @param checksum SHA-256 of the jar it came from
 * @param takenApart whether it was a jar of jars
 */
record UnpackedService(Service service, Path jar, String checksum, boolean takenApart) {
    private static final String MARKER = ".unpacked";

    /** Unpacks the jar unless the folder holds that very jar already. */
    static UnpackedService unpack(Service service, Path source, Path folder) throws IOException {
        String stamp = Files.size(source) + " " + Staleness.builtAt(source).toMillis();
        Path marker = folder.resolve(MARKER);
        if (Files.exists(marker)) {
            List<String> lines = Files.readAllLines(marker);
            if (lines.size() == 3 && lines.get(0).equals(stamp)) {
                return at(service, source, folder, lines.get(1), Boolean.parseBoolean(lines.get(2)));
            }
        }
        String checksum = Checksums.of(source);
        boolean takenApart = isJarOfJars(source);
        if (Files.exists(marker) && Files.readAllLines(marker).get(1).equals(checksum)) {
            // Built again with the same bytes: the folder stays, and so does the cache that names its files.
            mark(marker, stamp, checksum, takenApart);
            return at(service, source, folder, checksum, takenApart);
        }
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        SwenHome.delete(partial);
        if (takenApart) {
            BootJar.extract(source, partial);
        } else {
            SwenHome.folder(partial);
            Files.copy(source, partial.resolve(source.getFileName().toString()));
        }
        mark(partial.resolve(MARKER), stamp, checksum, takenApart);
        SwenHome.delete(folder);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        return at(service, source, folder, checksum, takenApart);
    }

    private static UnpackedService at(Service service, Path source, Path folder, String checksum, boolean takenApart) {
        return new UnpackedService(service, folder.resolve(source.getFileName().toString()), checksum, takenApart);
    }

    private static void mark(Path marker, String stamp, String checksum, boolean takenApart) throws IOException {
        Files.writeString(marker, stamp + "\n" + checksum + "\n" + takenApart + "\n");
    }

    private static boolean isJarOfJars(Path jar) throws IOException {
        try {
            return BootJar.is(jar);
        } catch (ZipException broken) {
            throw new CliException(
                    ExitCode.FAILED,
                    jar.getFileName() + " is no jar: " + broken.getMessage(),
                    "A build was cut short: delete " + jar + " and start again.",
                    broken);
        }
    }
}
