package io.swen.gitops.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Author;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentRepositoryTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it before each test
    Path directory;

    @Test
    void beginsWithADescriptionOfItself() {
        EnvironmentRepository repository = open();

        assertThat(repository.fileOnMain("README.md")).get().asString().contains("change/<id>");
        assertThat(repository.fileOnMain("policies/approval.yaml")).isPresent();
    }

    @Test
    void makesTheSameCommitOnceHoweverOftenItIsAsked() {
        CommitRequest request = request("a.yaml", "one");
        Commit first = open().commit(request);
        Commit again = open().commit(request);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void fastForwardsWhereNothingCameBetweenAndMergesOtherwise() {
        EnvironmentRepository repository = open();
        CommitRequest one = request("a.yaml", "one");
        CommitRequest two = request("b.yaml", "two");
        Commit first = repository.commit(one);
        Commit second = repository.commit(two);

        assertThat(repository.merge(one.changeId(), first.id())).isEqualTo(new MergeOutcome.Merged(first.id()));
        MergeOutcome merged = repository.merge(two.changeId(), second.id());

        assertThat(merged).isInstanceOf(MergeOutcome.Merged.class).isNotEqualTo(new MergeOutcome.Merged(second.id()));
        assertThat(repository.fileOnMain("a.yaml")).contains("one");
        assertThat(repository.fileOnMain("b.yaml")).contains("two");
        // As after a crash between the merge and its record.
        assertThat(open().merge(two.changeId(), second.id())).isEqualTo(merged);
        assertThat(open().merge(one.changeId(), first.id())).isEqualTo(new MergeOutcome.Merged(first.id()));
    }

    @Test
    void tellsWhichFilesAnotherChangeTouched() {
        EnvironmentRepository repository = open();
        CommitRequest one = request("a.yaml", "one");
        CommitRequest two = request("a.yaml", "two");
        Commit first = repository.commit(one);
        Commit second = repository.commit(two);
        repository.merge(one.changeId(), first.id());

        assertThat(repository.merge(two.changeId(), second.id()))
                .isEqualTo(new MergeOutcome.Conflict(List.of("a.yaml")));
        assertThat(repository.fileOnMain("a.yaml")).contains("one");
    }

    @Test
    void showsWhatACommitChanged() {
        EnvironmentRepository repository = open();
        CommitRequest one = request("a.yaml", "one");
        Commit first = repository.commit(one);
        repository.merge(one.changeId(), first.id());
        Commit gone = repository.commit(request("a.yaml", null));

        assertThat(repository.changes(first.id())).containsExactly(new FileChange("a.yaml", null, "one"));
        assertThat(repository.changes(gone.id())).containsExactly(new FileChange("a.yaml", "one", null));
    }

    @Test
    void removesTheLocksThatADeadProcessLeft() throws Exception {
        open();
        Path lock = directory.resolve("environments.git/refs/heads/main.lock");
        Files.createFile(lock);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
        EnvironmentRepository repository = open();
        CommitRequest one = request("a.yaml", "one");

        assertThat(repository.merge(one.changeId(), repository.commit(one).id()))
                .isInstanceOf(MergeOutcome.Merged.class);
    }

    @Test
    void packsAlthoughAProcessDiedWhileItPacked() throws Exception {
        EnvironmentRepository repository = open();
        commitAndMerge(repository, "a.yaml", new java.util.LinkedHashMap<>());
        Path lock = directory.resolve("environments.git/gc.pid");
        Files.writeString(lock, "4711 somewhere");

        try (FileChannel living = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = living.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(repository.pack(1)).as("while it packs").isZero();
        }
        assertThat(repository.pack(1)).as("after its death").isPositive();
        assertThat(looseObjects()).isLessThan(5);
    }

    @Test
    void packsWhatLiesAboutWhileOthersCommitAndLosesNothing() throws Exception {
        EnvironmentRepository repository = open();
        assertThat(repository.pack(1_000)).isZero();
        Map<String, String> committed = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            commitAndMerge(repository, "before-" + i + ".yaml", committed);
        }
        Commit open = repository.commit(request("not-merged.yaml", "waits"));
        Thread packing = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 5; i++) {
                repository.pack(1);
            }
        });
        for (int i = 0; i < 20; i++) {
            commitAndMerge(repository, "meanwhile-" + i + ".yaml", committed);
        }
        packing.join();

        assertThat(repository.pack(1)).isPositive();
        // What is left is what no ref leads to.
        assertThat(looseObjects()).isLessThan(5);
        for (EnvironmentRepository each : List.of(repository, open())) {
            committed.forEach(
                    (path, content) -> assertThat(each.fileOnMain(path)).contains(content));
            assertThat(each.fileAt(open.id(), "not-merged.yaml")).contains("waits");
        }
        commitAndMerge(repository, "after.yaml", committed);
        assertThat(open().fileOnMain("after.yaml")).isPresent();
    }

    private static void commitAndMerge(EnvironmentRepository repository, String path, Map<String, String> committed) {
        CommitRequest request = request(path, "content of " + path);
        assertThat(repository.merge(
                        request.changeId(), repository.commit(request).id()))
                .isInstanceOf(MergeOutcome.Merged.class);
        committed.put(path, "content of " + path);
    }

    private long looseObjects() throws java.io.IOException {
        try (var files = Files.walk(directory.resolve("environments.git/objects"))) {
            return files.filter(path -> path.getFileName().toString().matches("[0-9a-f]{38}"))
                    .count();
        }
    }

    @Test
    void setsANoteOnceHoweverOftenItIsAsked() {
        EnvironmentRepository repository = open();
        Commit commit = repository.commit(request("a.yaml", "one"));
        repository.note(commit.id(), "Approved-By: a", NOW);
        String before = tip(repository);
        repository.note(commit.id(), "Approved-By: a", NOW);

        assertThat(tip(repository)).isEqualTo(before);
    }

    private static String tip(EnvironmentRepository repository) {
        try {
            return String.valueOf(repository.jgit().exactRef(EnvironmentRepository.NOTES));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private EnvironmentRepository open() {
        return new EnvironmentRepository(RepositoryProperties.in(directory, Duration.ofSeconds(10)));
    }

    private static CommitRequest request(String path, @Nullable String content) {
        UUID id = UUID.randomUUID();
        return new CommitRequest(
                id,
                "feat(dev): something",
                "",
                Map.of("Change-Id", List.of(id.toString())),
                new Author(UUID.randomUUID(), "operator"),
                NOW,
                List.of(new FileEdit(path, content)));
    }
}
