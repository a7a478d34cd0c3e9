package io.swen.benchmarks;

import io.swen.gitops.contract.Author;
import io.swen.gitops.repository.CommitRequest;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileEdit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Commits a second of the environment repository, each a workload's file on a branch of its own and on the disk when it is
 * done, against the git command in the same run, which commits one file after the other to one branch: as it is installed, and
 * made to wait for the disk as well.
 */
public final class CommitsBenchmark {

    private static final int ROUNDS = 3;
    private static final long GIT_LIMIT_SECONDS = 30;
    private static final Instant WHEN = Instant.parse("2026-11-23T10:00:00Z");

    private CommitsBenchmark() {}

    private record Round(double ours, double one, double merges, double git, double gitDurable) {}

    /** Prints a row a round; {@code --commits N} a round, {@code --workloads N} that main holds, {@code --writers N}. */
    public static void main(String[] arguments) {
        Map<String, String> options = Options.values(arguments, "--commits", "--workloads", "--writers");
        int commits = Integer.parseInt(options.getOrDefault("--commits", "400"));
        int workloads = Integer.parseInt(options.getOrDefault("--workloads", "500"));
        int writers = Integer.parseInt(options.getOrDefault("--writers", "4"));
        Measurement.program(out -> measure(out, commits, workloads, writers));
    }

    private static void measure(PrintStream out, int commits, int workloads, int writers)
            throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        out.printf(
                "%-8s %16s %16s %16s %16s %20s%n",
                "round", writers + " writers /s", "1 writer /s", "merges /s", "git /s", "git, on disk /s");
        // The first one warms up and does not count.
        for (int i = 0; i <= ROUNDS; i++) {
            Round round = round(commits, workloads, writers);
            if (i > 0) {
                rounds.add(round);
                out.printf(
                        Locale.ROOT,
                        "%-8d %16.0f %16.0f %16.0f %16.0f %20.0f%n",
                        i,
                        round.ours(),
                        round.one(),
                        round.merges(),
                        round.git(),
                        round.gitDurable());
            }
        }
        out.printf(
                Locale.ROOT,
                "commits per_s=%.0f one_writer_per_s=%.0f merges_per_s=%.0f baseline=git baseline_per_s=%.0f ratio=%.2f"
                        + " durable_git_per_s=%.0f durable_ratio=%.2f%n",
                Measurement.median(rounds, Round::ours),
                Measurement.median(rounds, Round::one),
                Measurement.median(rounds, Round::merges),
                Measurement.median(rounds, Round::git),
                Measurement.median(rounds, round -> round.ours() / round.git()),
                Measurement.median(rounds, Round::gitDurable),
                Measurement.median(rounds, round -> round.ours() / round.gitDurable()));
    }

    private static Round round(int commits, int workloads, int writers) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("swen-bench-commits");
        try {
            double ours;
            double one;
            double merges;
            try (EnvironmentRepository repository = EnvironmentRepository.open(folder.resolve("ours"))) {
                fill(repository, workloads);
                ours = rate(repository, requests(commits), writers);
                List<CommitRequest> singles = requests(commits / 2);
                one = rate(repository, singles, 1);
                long began = System.nanoTime();
                List<CommitRequest> some = singles.subList(0, commits / 4);
                for (CommitRequest request : some) {
                    repository.merge(
                            request.changeId(), repository.commit(request).id());
                }
                merges = some.size() / ((System.nanoTime() - began) / 1e9);
            }
            double git = git(folder.resolve("git"), commits / 4, workloads, "committed,-loose-object");
            double durable = git(folder.resolve("durable"), commits / 4, workloads, "committed,loose-object,reference");
            return new Round(ours, one, merges, git, durable);
        } finally {
            delete(folder);
        }
    }

    private static void fill(EnvironmentRepository repository, int workloads) {
        List<FileEdit> files = new ArrayList<>();
        for (int i = 0; i < workloads; i++) {
            files.add(new FileEdit(EnvironmentRepository.workloadPath("dev", "old-" + i), yaml("old-" + i)));
        }
        CommitRequest all = request(files);
        repository.merge(all.changeId(), repository.commit(all).id());
    }

    private static double rate(EnvironmentRepository repository, List<CommitRequest> requests, int writers)
            throws InterruptedException {
        long began = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = new ArrayList<>();
            requests.forEach(request -> done.add(executor.submit(() -> repository.commit(request))));
            for (Future<?> each : done) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a commit failed", e);
        }
        return requests.size() / ((System.nanoTime() - began) / 1e9);
    }

    private static List<CommitRequest> requests(int commits) {
        List<CommitRequest> requests = new ArrayList<>();
        for (int i = 0; i < commits; i++) {
            String workload = "new-" + UUID.randomUUID();
            requests.add(request(
                    List.of(new FileEdit(EnvironmentRepository.workloadPath("dev", workload), yaml(workload)))));
        }
        return requests;
    }

    private static CommitRequest request(List<FileEdit> files) {
        UUID id = UUID.randomUUID();
        return new CommitRequest(
                id,
                "feat(dev): deploy a workload",
                "",
                Map.of("Change-Id", List.of(id.toString())),
                new Author(UUID.randomUUID(), "bench"),
                WHEN,
                files);
    }

    private static String yaml(String workload) {
        return """
                api_version: swen.io/v1
                kind: Workload
                workload:
                  id: %s
                  container:
                    image: ghcr.io/acme/train:1.4
                placement:
                  offer_id: aws:use1-az1/m7i.large/on_demand
                """.formatted(workload);
    }

    private static double git(Path folder, int commits, int workloads, String fsync)
            throws IOException, InterruptedException {
        Path files = folder.resolve("environments/dev/workloads");
        Files.createDirectories(files);
        git(folder, "init", "-q", "-b", "main");
        for (String[] setting : new String[][] {
            {"user.name", "bench"}, {"user.email", "bench@users.swen.invalid"}, {"core.fsync", fsync}, {"gc.auto", "0"}
        }) {
            git(folder, "config", setting[0], setting[1]);
        }
        for (int i = 0; i < workloads; i++) {
            Files.writeString(files.resolve("old-" + i + ".yaml"), yaml("old-" + i));
        }
        git(folder, "add", "-A");
        git(folder, "commit", "-q", "-m", "chore: begin");
        long began = System.nanoTime();
        for (int i = 0; i < commits; i++) {
            // A file that git knows already: one process does it.
            Files.writeString(files.resolve("old-" + i % workloads + ".yaml"), yaml("changed-" + i));
            git(folder, "commit", "-q", "-a", "-m", "feat(dev): deploy a workload\n\nChange-Id: " + i);
        }
        return commits / ((System.nanoTime() - began) / 1e9);
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(GIT_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("git " + arguments[0] + " failed: " + said);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
