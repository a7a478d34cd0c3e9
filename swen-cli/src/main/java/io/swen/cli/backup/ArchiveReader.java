package io.swen.cli.backup;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads what {@link ArchiveWriter} wrote, to its very end: only then is it certain that nothing was cut off. Whoever opened it closes it. */
final class ArchiveReader {
    private ArchiveReader() {}

    /** Takes what is read. */
    interface Parts {
        void folder(Area area, String path) throws IOException;

        void part(Area area, String path, long offset, InputStream content, long length) throws IOException;
    }

    static void read(InputStream opened, String name, Parts parts) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(opened));
        TarArchiveEntry entry;
        while ((entry = tar.getNextEntry()) != null) {
            String whole = entry.getName();
            int slash = whole.indexOf('/');
            Area area = slash < 1 ? null : Area.named(whole.substring(0, slash));
            if (area == null) {
                throw unreadable(name, whole);
            }
            String path = whole.substring(slash + 1);
            if (entry.isDirectory()) {
                parts.folder(area, path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
                continue;
            }
            int at = path.lastIndexOf('@');
            if (at < 0) {
                throw unreadable(name, whole);
            }
            parts.part(area, path.substring(0, at), Long.parseLong(path.substring(at + 1)), tar, entry.getSize());
        }
        opened.transferTo(OutputStream.nullOutputStream());
    }

    private static CliException unreadable(String name, String entry) {
        return new CliException(
                ExitCode.FAILED,
                name + " holds something this version does not know: " + entry,
                "Restore it with the version of SWEN that made it.");
    }
}
