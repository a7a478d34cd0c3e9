package io.swen.gitops.terraform;

import io.swen.platform.redaction.Redaction;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the Terraform CLI: nothing of this process's environment reaches it but what is given, and no secret leaves it. */
final class TerraformCommand {

    /**
     * How it ended, and the last lines it wrote, masked.
     *
     * @param stopped why it was asked to stop before its end; null where it was not
     */
    record Ended(int code, List<String> lastLines, @Nullable String stopped) {

        boolean succeeded() {
            return code == 0;
        }

        String told() {
            return String.join("\n", lastLines);
        }
    }

    private static final int LAST_LINES = 40;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final Duration STOP_POLL = Duration.ofSeconds(1);
    private static final Duration TAIL_POLL = Duration.ofMillis(50);

    private final String executable;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> secrets;
    private final Duration grace;
    private final Traces traces;

    /** @param secrets texts that are masked in every line */
    TerraformCommand(
            String executable,
            Path folder,
            Map<String, String> environment,
            Collection<String> secrets,
            Duration grace,
            Traces traces) {
        this.executable = executable;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.secrets = secrets.stream().filter(secret -> secret.length() >= 4).toList();
        this.grace = grace;
        this.traces = traces;
    }

    /**
     * Runs one command to its end. An interrupt, like the time-out, asks it to stop, which lets it write what it did into its
     * state, and kills it only after the grace.
     *
     * @param into file for its standard output, or null to have it told line by line
     */
    Ended run(
            List<String> arguments,
            Duration timeout,
            @Nullable Path into,
            Consumer<ProcessHandle> started,
            Consumer<String> line) {
        return run(arguments, timeout, into, started, line, () -> null);
    }

    /**
     * The same, for a command that can be asked to stop.
     *
     * @param stop asked about once a second; a reason has it stopped as an interrupt does, and the answer says so
     */
    Ended run(
            List<String> arguments,
            Duration timeout,
            @Nullable Path into,
            Consumer<ProcessHandle> started,
            Consumer<String> line,
            Supplier<@Nullable String> stop) {
        return traces.span(SpanName.TERRAFORM, arguments.getFirst())
                .call(() -> process(arguments, timeout, into, started, line, stop));
    }

    private Ended process(
            List<String> arguments,
            Duration timeout,
            @Nullable Path into,
            Consumer<ProcessHandle> started,
            Consumer<String> line,
            Supplier<@Nullable String> stop) {
        List<String> words = new ArrayList<>();
        words.add(executable);
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        String traceparent = traces.current();
        if (traceparent != null) {
            // Terraform and its providers go on in the trace where they are told to export one.
            builder.environment().put("TRACEPARENT", traceparent);
        }
        builder.redirectErrorStream(into == null);
        Process process;
        Path output;
        try {
            // A file rather than a pipe: whoever writes into a pipe dies with its reader, and Terraform is to outlive
            // this
            // process, whose successor waits for it.
            output = into == null ? Files.createTempFile(folder, "swen-", ".out") : into;
            builder.redirectOutput(output.toFile());
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new TerraformException("cannot run " + executable + ": " + e.getMessage(), e);
        }
        started.accept(process.toHandle());
        Deque<String> last = new ArrayDeque<>();
        Thread reader = Thread.ofVirtual().start(() -> read(process, into == null ? output : null, last, line));
        @Nullable String stopped = null;
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            boolean ended = process.waitFor(STOP_POLL.toMillis(), TimeUnit.MILLISECONDS);
            while (!ended && stopped == null && System.nanoTime() < deadline) {
                stopped = stop.get();
                if (stopped != null) {
                    stop(process);
                }
                ended = process.waitFor(STOP_POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (!ended) {
                stop(process);
                reader.join(grace);
                throw new TerraformException(
                        "terraform " + arguments.getFirst() + " did not end within " + timeout + " and was stopped");
            }
            reader.join(grace);
        } catch (InterruptedException e) {
            stop(process);
            Thread.currentThread().interrupt();
            throw new TerraformException("terraform " + arguments.getFirst() + " was interrupted", e);
        }
        synchronized (last) {
            return new Ended(process.exitValue(), List.copyOf(last), stopped);
        }
    }

    String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, Redaction.MASK);
        }
        return Redaction.mask(masked);
    }

    /** @param output the file that grows while the process lives; null for its errors */
    private void read(Process process, @Nullable Path output, Deque<String> last, Consumer<String> line) {
        try (InputStream from = output == null ? process.getErrorStream() : Files.newInputStream(output)) {
            byte[] chunk = new byte[8192];
            ByteArrayOutputStream begun = new ByteArrayOutputStream();
            boolean over = false;
            while (!over) {
                // Asked before the read, so that what was written before the end is read after it.
                boolean dead = !process.isAlive();
                int read = from.read(chunk);
                for (int i = 0; i < read; i++) {
                    if (chunk[i] == '\n') {
                        tell(begun, last, line);
                    } else if (begun.size() < LONGEST_LINE) {
                        begun.write(chunk[i]);
                    }
                }
                over = read < 0 && (dead || output == null);
                if (read < 0 && !over) {
                    Thread.sleep(TAIL_POLL);
                }
            }
            tell(begun, last, line);
        } catch (IOException closedWithTheProcess) {
            synchronized (last) {
                last.addLast("its output ended early: " + closedWithTheProcess.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(ByteArrayOutputStream begun, Deque<String> last, Consumer<String> line) {
        String told = masked(begun.toString(StandardCharsets.UTF_8).stripTrailing());
        begun.reset();
        if (!told.isBlank()) {
            synchronized (last) {
                if (last.size() == LAST_LINES) {
                    last.removeFirst();
                }
                last.addLast(told);
            }
            line.accept(told);
        }
    }

    /** Terraform takes SIGTERM as a request to finish what it is doing, store its state and stop. */
    private void stop(Process process) {
        boolean interrupted = Thread.interrupted();
        // Not the process's own way to end it, which closes what it writes to: Terraform would die of its next line of
        // output.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException again) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
