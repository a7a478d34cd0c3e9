package io.swen.cli.supply;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs Git and Maven with a time limit; what they say goes to a file, which a failure names. */
final class Tool {
    private static final Duration GIT_WITHIN = Duration.ofMinutes(2);

    private Tool() {}

    /** What Git answers on standard output, stripped. */
    static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("swen-git-", ".out");
        try {
            List<String> command = new java.util.ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            run(folder, Map.of(), GIT_WITHIN, output, command);
            return Files.readString(output, StandardCharsets.UTF_8).strip();
        } finally {
            Files.deleteIfExists(output);
        }
    }

    static void run(Path folder, Map<String, String> environment, Duration within, Path output, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread killer = Thread.ofVirtual().unstarted(() -> stop(process));
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
                stop(process);
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        String.join(" ", command) + " did not end within " + within.toMinutes() + " minutes");
            }
        } finally {
            if (process.isAlive()) {
                stop(process);
            }
            Runtime.getRuntime().removeShutdownHook(killer);
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            List<String> lines = said.lines().toList();
            throw new CliException(
                    ExitCode.FAILED,
                    String.join(" ", command) + " failed in " + folder + ":\n"
                            + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
        }
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
