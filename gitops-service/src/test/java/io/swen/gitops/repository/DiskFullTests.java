package io.swen.gitops.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Author;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, played by a limit on the size of files in a process of its own. */
class DiskFullTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it before each test
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCommitThatDoesNotFitIsAnErrorAndLeavesTheRepositoryAsItWas() throws Exception {
        Process limited = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 200; exec \"$0\" -XX:-UsePerfData -XX:+UseSerialGC -cp \"$1\" \"$2\" \"$3\"",
                        ProcessHandle.current().info().command().orElse("java"),
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String told = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(limited.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(told).contains("refused: ", "taken: ");
        try (EnvironmentRepository after = EnvironmentRepository.open(directory)) {
            assertThat(after.fileOnMain("small.txt")).contains("small");
            assertThat(after.fileOnMain("large.txt")).isEmpty();
        }
    }

    /** Commits something that does not fit, and then something that does. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            byte[] noise = new byte[600_000];
            new Random(7).nextBytes(noise);
            try (EnvironmentRepository repository = EnvironmentRepository.open(Path.of(arguments[0]))) {
                try {
                    commit(repository, "large.txt", new String(noise, StandardCharsets.ISO_8859_1));
                } catch (RepositoryException full) {
                    System.out.println("refused: " + full.getMessage());
                }
                System.out.println("taken: " + commit(repository, "small.txt", "small"));
            }
        }

        private static MergeOutcome commit(EnvironmentRepository repository, String path, String content) {
            UUID id = UUID.randomUUID();
            Commit commit = repository.commit(new CommitRequest(
                    id,
                    "feat(dev): something",
                    "",
                    Map.of("Change-Id", List.of(id.toString())),
                    new Author(UUID.randomUUID(), "operator"),
                    Instant.parse("2026-11-23T10:00:00Z"),
                    List.of(new FileEdit(path, content))));
            return repository.merge(id, commit.id());
        }
    }
}
