package io.swen.cli.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes an archive: a compressed tar whose entries are parts of files, named {@code area/path@offset}, so that a file may grow
 * while it is read and only what is new of it need be in an increment.
 */
final class ArchiveWriter implements AutoCloseable {
    private final TarArchiveOutputStream tar;
    private long bytes;

    ArchiveWriter(OutputStream sealed) throws IOException {
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        fast.setBufferSize(1 << 16);
        this.tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(sealed, fast));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    void folder(Area area, String path) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(area.label() + "/" + path + "/");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    void part(Area area, String path, long offset, byte[] content, int length) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(area.label() + "/" + path + "@" + offset);
        entry.setSize(length);
        tar.putArchiveEntry(entry);
        tar.write(content, 0, length);
        tar.closeArchiveEntry();
        bytes += length;
    }

    /** How many bytes of files are in it, before compression. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
