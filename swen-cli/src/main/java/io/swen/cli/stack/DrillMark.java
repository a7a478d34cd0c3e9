package io.swen.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that processes are being killed on purpose, so that the supervisor starts them again at once however often that is. It
 * counts for as long as the process that set it is alive.
 */
public final class DrillMark implements AutoCloseable {
    private final Path file;

    DrillMark(SwenHome home) {
        this.file = home.drill();
    }

    /** Sets it until it is closed. */
    public static DrillMark set(SwenHome home) throws IOException {
        DrillMark mark = new DrillMark(home);
        SwenHome.write(mark.file, Long.toString(ProcessHandle.current().pid()));
        return mark;
    }

    boolean isSet() {
        try {
            return Files.exists(file)
                    && ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                            .isPresent();
        } catch (IOException | NumberFormatException goneMeanwhile) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the mark of the drill cannot be removed: " + file, e);
        }
    }
}
