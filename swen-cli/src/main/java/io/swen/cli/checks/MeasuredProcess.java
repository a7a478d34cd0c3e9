package io.swen.cli.checks;

import io.swen.cli.stack.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A benchmark in a process of its own, whose last line is its summary. */
final class MeasuredProcess {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private MeasuredProcess() {}

    /** Shows what it prints; answers its last line, or null where it failed. */
    @Nullable
    static String run(Context context, ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread watch = Thread.ofVirtual().start(() -> destroyAfterLimit(context, process));
        String last = null;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                context.terminal().print(line);
                if (!line.isBlank()) {
                    last = line.strip();
                }
            }
        }
        int exit = process.waitFor();
        watch.interrupt();
        return exit == 0 ? last : null;
    }

    /** The dashboard's own, in a real browser: see dashboard-ui/README.md. */
    @Nullable
    static String dashboard(Context context, List<String> options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("npm", "run", "--silent", "bench", "--")
                .directory(context.project().module("dashboard-ui").toFile());
        builder.command().addAll(options);
        return run(context, builder);
    }

    private static void destroyAfterLimit(Context context, Process process) {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                context.terminal().say("It did not end within " + LIMIT.toMinutes() + " minutes and is stopped");
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
