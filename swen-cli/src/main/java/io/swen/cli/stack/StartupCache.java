package io.swen.cli.stack;

import io.swen.cli.process.Http;
import io.swen.cli.project.JavaInstallation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's ahead-of-time cache of one service: what its classes look like once loaded and linked, kept in a file so
 * that the next start need not work it out again. Made by a training run beside the running platform; a cache that is
 * missing, broken or of another JDK costs speed and nothing else.
 */
final class StartupCache {
    private static final int TRAINING_SECONDS = 600;

    private final Path folder;
    private final UnpackedService unpacked;
    private final JavaInstallation java;

    StartupCache(Path folder, UnpackedService unpacked, JavaInstallation java) {
        this.folder = folder;
        this.unpacked = unpacked;
        this.java = java;
    }

    Path file() {
        String version = java.version().replaceAll("[^A-Za-z0-9.]+", "_");
        return folder.resolve(prefix() + unpacked.checksum().substring(0, 16) + "-" + version + ".aot");
    }

    private String prefix() {
        return unpacked.service().label() + "-";
    }

    boolean exists() {
        return Files.isRegularFile(file());
    }

    /** A jar of jars that was not taken apart names its classes in a way that no cache takes. */
    boolean canBeMade() {
        return unpacked.takenApart() && !exists();
    }

    List<String> flags() {
        return exists() ? List.of("-XX:AOTCache=" + file()) : List.of();
    }

    /**
     * Runs the service until it is up and lets the JVM write the cache on its way out.
     *
     * @param jvm the flags the service runs with; the cache fits only the same ones
     * @param endOnceReady where a program that does not end by itself says that it is up; null for a Spring application
     * @return what went wrong; null if the cache is there
     */
    @Nullable
    String train(
            List<String> jvm, Map<String, String> environment, Path directory, Path log, @Nullable URI endOnceReady)
            throws IOException, InterruptedException {
        SwenHome.folder(folder);
        Path fresh =
                folder.resolve(prefix() + "training-" + ProcessHandle.current().pid() + ".aot");
        List<String> command =
                new ArrayList<>(List.of("nice", "-n", "19", java.executable().toString()));
        command.addAll(jvm);
        command.add("-XX:AOTCacheOutput=" + fresh);
        if (endOnceReady == null) {
            command.add("-Dspring.context.exit=onRefresh");
        }
        command.add("-jar");
        command.add(unpacked.jar().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (endOnceReady != null) {
                endOnceReady(process, endOnceReady);
            }
            if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
                return "the training run did not end within " + TRAINING_SECONDS + " s";
            }
            // 143: ended by the signal that asked it to, which is how a program without an end of its own ends.
            boolean ended = process.exitValue() == 0 || (endOnceReady != null && process.exitValue() == 143);
            if (!ended || !Files.exists(fresh) || Files.size(fresh) == 0) {
                return "the training run ended with exit code " + process.exitValue();
            }
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            removeOthers();
            return null;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(fresh);
            // What the JVM notes down first, and removes itself unless it is ended in between.
            Files.deleteIfExists(folder.resolve(fresh.getFileName() + ".config"));
        }
    }

    private static void endOnceReady(Process process, URI ready) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TRAINING_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Http.answersOk(ready)) {
                process.destroy();
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Caches of earlier builds and JDKs fit nothing any more; files of a killed training run neither. */
    private void removeOthers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                if (each.getFileName().toString().startsWith(prefix()) && !each.equals(file())) {
                    Files.delete(each);
                }
            }
        }
    }
}
