package io.swen.cli.infra;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Terraform over providers that stand in for the real ones, in a copy of the code, on a cloud that is a file. */
final class OfflineTerraform {

    /** How a run ended, and all that it said. */
    record Ended(int exit, String said) {

        Ended orFail(String what) {
            if (exit != 0) {
                List<String> lines = said.lines().toList();
                throw new CliException(
                        ExitCode.FAILED,
                        what + " failed:\n"
                                + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
            }
            return this;
        }
    }

    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Path code;
    private final Map<String, String> environment;

    private OfflineTerraform(Path code, Map<String, String> environment) {
        this.code = code;
        this.environment = Map.copyOf(environment);
    }

    /** The tool with the stand-ins: named by {@code SWEN_TERRAFORM_PROVIDERS}, else beside the checkout; empty if there is none. */
    static Optional<Path> tool(Path root) {
        String told = System.getenv("SWEN_TERRAFORM_PROVIDERS");
        Path folder = told != null && !told.isBlank()
                ? Path.of(told)
                : root.resolveSibling("shared").resolve("tools").resolve("terraform-providers");
        return Files.isExecutable(folder.resolve("env.sh")) ? Optional.of(folder) : Optional.empty();
    }

    /** What is missing to run here; null if nothing is. */
    static @Nullable String missing(Path root) {
        for (String program : List.of("terraform", "node")) {
            if (Machine.program(program).isEmpty()) {
                return program + " is not on the PATH";
            }
        }
        return tool(root).isEmpty()
                ? "the providers that stand in for the real ones are not here (SWEN_TERRAFORM_PROVIDERS)"
                : null;
    }

    /**
     * Copies the code and makes its providers ready.
     *
     * @param folder where the copy is made; must not be there yet
     */
    static OfflineTerraform in(Path tool, Path code, Path folder) throws IOException, InterruptedException {
        copy(code, folder);
        Ended prepared = run(folder, Map.of(), List.of(tool.resolve("env.sh").toString(), folder.toString()))
                .orFail("preparing the providers");
        String config = prepared.said()
                .lines()
                .filter(line -> line.startsWith("export TF_CLI_CONFIG_FILE="))
                .map(line -> line.substring("export TF_CLI_CONFIG_FILE=".length()))
                .findFirst()
                .orElseThrow(() -> new CliException(ExitCode.FAILED, "the providers' tool named no configuration"));
        Map<String, String> environment = new TreeMap<>();
        environment.put("TF_CLI_CONFIG_FILE", config);
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("CHECKPOINT_DISABLE", "1");
        return new OfflineTerraform(folder, environment);
    }

    Path code() {
        return code;
    }

    /** The same in another folder below the code. */
    OfflineTerraform at(String folder) {
        return new OfflineTerraform(code.resolve(folder), environment);
    }

    /** The same with a pretend cloud. */
    OfflineTerraform on(Path cloud) {
        Map<String, String> with = new TreeMap<>(environment);
        with.put("TERRAFORM_PRETEND_CLOUD", cloud.toString());
        return new OfflineTerraform(code, with);
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        return run(code, environment, command);
    }

    JsonNode json(String... arguments) throws IOException, InterruptedException {
        return Json.parse(run(arguments)
                .orFail("terraform " + String.join(" ", arguments))
                .said());
    }

    /** Runs a program with a time limit; nothing of the caller's own Terraform may reach it. */
    static Ended run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("swen-infra-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("TF_") || name.equals("TERRAFORM_PRETEND_CLOUD"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    throw new CliException(
                            ExitCode.TIMED_OUT,
                            String.join(" ", command) + " did not end within " + WITHIN.toMinutes() + " minutes");
                }
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                }
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                String name = from.relativize(path).toString();
                if (name.contains(".terraform") || name.contains(".tfstate")) {
                    continue;
                }
                Path target = to.resolve(name);
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
