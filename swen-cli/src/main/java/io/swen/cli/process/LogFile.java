package io.swen.cli.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The output of one process: rotated at its start once it has grown, read from its end. */
public final class LogFile {
    private static final long ROTATE_AT = 10L * 1024 * 1024;
    private static final int KEPT = 3;
    private static final int TAIL_BYTES = 256 * 1024;

    private LogFile() {}

    /** Moves a grown file aside ({@code x.log.1} … {@code x.log.3}), so that logs stay bounded. */
    static void rotate(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) < ROTATE_AT) {
            return;
        }
        for (int number = KEPT; number > 1; number--) {
            Path older = numbered(log, number - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(log, number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(log, numbered(log, 1), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path numbered(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }

    /** The last lines; empty if there is no file yet. */
    public static List<String> tail(Path log, int lines) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
        }
    }
}
