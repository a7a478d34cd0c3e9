package io.swen.telemetry.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A folder of this machine; files are made in the same file system and then renamed. */
final class FolderTarget implements ExportTarget {

    private final Path folder;

    FolderTarget(Path folder) {
        this.folder = folder;
    }

    @Override
    public String address() {
        return folder.toUri().toString();
    }

    @Override
    public void put(Path file, String key) throws IOException {
        Path to = folder.resolve(key);
        Files.createDirectories(to.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(folder.resolve(key));
    }

    @Override
    public boolean has(String key) {
        return Files.exists(folder.resolve(key));
    }
}
