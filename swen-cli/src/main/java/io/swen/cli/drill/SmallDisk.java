package io.swen.cli.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of a limited size (tmpfs) that a drill may fill up. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTE = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one; empty where this system does not let us, which takes root. */
    static Optional<SmallDisk> mount(Path folder, String size) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=0700", "tmpfs", folder.toString());
        return refusal.isEmpty() ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    /** Leaves not a byte; answers how many were taken. */
    long fill() throws IOException {
        long taken = 0;
        byte[] zeros = new byte[MEGABYTE];
        Path filler = filler();
        try (OutputStream target = Files.newOutputStream(filler)) {
            while (true) {
                target.write(zeros);
                taken += zeros.length;
            }
        } catch (IOException full) {
            if (!Files.exists(filler) || Files.getFileStore(folder).getUsableSpace() >= MEGABYTE) {
                throw full;
            }
        }
        return taken;
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        String refusal = run("umount", folder.toString());
        if (!refusal.isEmpty()) {
            throw new IOException(folder + " is still mounted: " + refusal);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noSuchProgram) {
            return String.valueOf(noSuchProgram.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return command[0] + " takes too long";
        }
        return process.exitValue() == 0 ? "" : output.isEmpty() ? "exit code " + process.exitValue() : output;
    }
}
