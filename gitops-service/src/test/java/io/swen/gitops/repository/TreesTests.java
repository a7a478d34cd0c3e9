package io.swen.gitops.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreesTests {

    /** Names that sort in another way with a slash behind them, and folders within folders. */
    private static final List<String> PATHS = List.of(
            "a", "a.b", "a-c", "ab/x", "b/a", "b/a.c/d", "b/ab", "c/d/e/f", "c/d.e", "c/d/e.f", "d/z", "d/y/z", "e");

    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("trees"));

    @Property(tries = 300)
    void makesTheTreeThatAnIndexOfAllFilesWouldMake(
            @ForAll("files") Map<String, String> before, @ForAll("edits") Map<String, String> edits)
            throws IOException {
        Map<String, String> after = new HashMap<>(before);
        edits.forEach((path, content) -> {
            if (content.isEmpty()) {
                after.remove(path);
            } else {
                after.put(path, content);
            }
        });
        try (ObjectInserter inserter = repository.newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            ObjectId tree = indexed(inserter, before);
            Map<String, Trees.@Nullable Entry> entries = new HashMap<>();
            for (Map.Entry<String, String> edit : edits.entrySet()) {
                entries.put(edit.getKey(), edit.getValue().isEmpty() ? null : entry(inserter, edit.getValue()));
            }

            assertThat(Trees.edited(reader, inserter, tree, entries)).isEqualTo(indexed(inserter, after));
        }
    }

    @Test
    void refusesPathsThatLeadOutOfTheRepositoryOrIntoItsInnards() throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            Trees.Entry entry = entry(inserter, "x");
            for (String path : List.of(
                    "../a", "a/../../b", "/etc/passwd", ".git/config", "a/.git/hooks/x", "a//b", "", "a/.", ".GIT/x")) {
                assertThatThrownBy(() -> Trees.edited(reader, inserter, null, Map.of(path, entry)))
                        .as(path)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Provide
    Arbitrary<Map<String, String>> files() {
        return Arbitraries.maps(Arbitraries.of(PATHS), Arbitraries.of("1", "2", "3"))
                .ofMaxSize(10);
    }

    /** An empty content removes the file. */
    @Provide
    Arbitrary<Map<String, String>> edits() {
        return Arbitraries.maps(Arbitraries.of(PATHS), Arbitraries.of("", "1", "4"))
                .ofMaxSize(6);
    }

    private static Trees.Entry entry(ObjectInserter inserter, String content) throws IOException {
        return new Trees.Entry(
                FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
    }

    private static ObjectId indexed(ObjectInserter inserter, Map<String, String> files) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        for (Map.Entry<String, String> file : Set.copyOf(files.entrySet())) {
            DirCacheEntry entry = new DirCacheEntry(file.getKey());
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(entry(inserter, file.getValue()).id());
            builder.add(entry);
        }
        builder.finish();
        return index.writeTree(inserter);
    }
}
