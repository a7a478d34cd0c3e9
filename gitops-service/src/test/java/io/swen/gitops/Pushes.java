package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pushes one commit of one file with the real git, each from a clone of its own. */
final class Pushes {

    private static final Pattern CHANGE = Pattern.compile("change ([0-9a-f-]{36}) was made of it");

    private final Path folder;
    private final String url;
    private int clones;

    Pushes(Path folder, String url) {
        this.folder = folder;
        this.url = url;
    }

    /** What git told of the push of a file with this content, or of its removal. */
    String push(String path, @Nullable String content) throws Exception {
        return push(path, content, "feat: " + path + "\n\nTeam: research");
    }

    String push(String path, @Nullable String content, String message) throws Exception {
        String name = "clone-" + ++clones;
        assertThat(git(folder, "clone", "-q", url, name)).startsWith("0");
        Path clone = folder.resolve(name);
        Path file = clone.resolve(path);
        if (content == null) {
            Files.delete(file);
        } else {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        git(clone, "add", "-A");
        assertThat(git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", message))
                .startsWith("0");
        return git(clone, "push", url, "HEAD:refs/for/main");
    }

    /** The change that a push became. */
    static UUID change(String told) {
        Matcher change = CHANGE.matcher(told);
        assertThat(change.find()).as(told).isTrue();
        return UUID.fromString(change.group(1));
    }

    private static String git(Path directory, String... arguments) throws Exception {
        return ApprovalIntegrationTests.git(directory, arguments);
    }
}
