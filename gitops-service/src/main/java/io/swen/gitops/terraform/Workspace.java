package io.swen.gitops.terraform;

import io.swen.gitops.repository.TreeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one run, which nobody else can read and which is gone afterwards. */
final class Workspace implements AutoCloseable {

    private static final String OVERRIDE = "swen_backend_override.tf";
    private static final String LOCK_FILE = ".terraform.lock.hcl";

    private final Path top;
    private final Path root;

    private Workspace(Path top, Path root) {
        this.top = top;
        this.root = root;
    }

    /**
     * Writes the files of a commit into a new folder.
     *
     * @param rootModule path of the root module among the files
     */
    static Workspace of(Path below, List<TreeFile> files, String rootModule) {
        try {
            Files.createDirectories(below);
            Path top = Files.createTempDirectory(
                            below,
                            "run-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                    .toRealPath();
            Workspace workspace = new Workspace(top, top.resolve(rootModule));
            try {
                for (TreeFile file : files) {
                    Path path = top.resolve(file.path()).normalize();
                    if (!path.startsWith(top)) {
                        throw new TerraformException(file.path() + " lies outside of the repository");
                    }
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.content());
                }
                Files.createDirectories(workspace.root);
                Files.writeString(workspace.root.resolve(OVERRIDE), "terraform {\n  backend \"http\" {}\n}\n");
            } catch (IOException | RuntimeException e) {
                workspace.close();
                throw e;
            }
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a working folder in " + below, e);
        }
    }

    Path root() {
        return root;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    boolean hasLockFile() {
        return Files.exists(root.resolve(LOCK_FILE));
    }

    byte[] lockFile() {
        try {
            return hasLockFile() ? Files.readAllBytes(root.resolve(LOCK_FILE)) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the formatter looks at is what people wrote. */
    void withoutOverride() {
        try {
            Files.deleteIfExists(root.resolve(OVERRIDE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the working folder " + top, e);
        }
    }
}
