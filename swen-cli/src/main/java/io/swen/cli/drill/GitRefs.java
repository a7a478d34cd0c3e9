package io.swen.cli.drill;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the refs of all repositories below a folder point to.
 *
 * @param targets commit ids, by {@code repository ref}
 */
record GitRefs(Map<String, String> targets) {
    private static final int WITHIN_SECONDS = 120;

    static GitRefs of(Path folder) throws IOException, InterruptedException {
        Map<String, String> targets = new TreeMap<>();
        for (Path repository : repositories(folder)) {
            for (String line : git(repository, "for-each-ref", "--format=%(refname) %(objectname)")
                    .lines()
                    .toList()) {
                int space = line.indexOf(' ');
                targets.put(folder.relativize(repository) + " " + line.substring(0, space), line.substring(space + 1));
            }
        }
        return new GitRefs(targets);
    }

    /** Fails unless everything that is reachable from the refs is there and is what its name says. */
    static void check(Path folder) throws IOException, InterruptedException {
        for (Path repository : repositories(folder)) {
            git(repository, "fsck", "--no-dangling", "--no-progress");
        }
    }

    private static List<Path> repositories(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().equals("HEAD"))
                    .map(Path::getParent)
                    .filter(path -> Files.isDirectory(path.resolve("objects")))
                    .sorted()
                    .toList();
        }
    }

    Set<String> differences(GitRefs other) {
        Set<String> different = new HashSet<>(targets.keySet());
        different.addAll(other.targets.keySet());
        different.removeIf(ref -> targets.getOrDefault(ref, "none").equals(other.targets.getOrDefault(ref, "none")));
        return different;
    }

    private static String git(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir", repository.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new CliException(
                    ExitCode.FAILED, "git " + arguments[0] + " of " + repository + " says:\n" + output.strip());
        }
        return output;
    }
}
