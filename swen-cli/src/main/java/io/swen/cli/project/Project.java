package io.swen.cli.project;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checkout this command was built from.
 *
 * @param root the folder with the root {@code pom.xml}
 */
public record Project(Path root) {
    private static final String VERSION = "0.1.0";

    /** Where the launcher says it is ({@code -Dswen.project}); else upwards from the running jar, then from here. */
    public static Project find() {
        String told = System.getProperty("swen.project");
        if (told != null) {
            return new Project(Path.of(told).toAbsolutePath().normalize());
        }
        try {
            Path code = Path.of(Project.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path found = upwards(code);
            if (found == null) {
                found = upwards(Path.of("").toAbsolutePath());
            }
            if (found != null) {
                return new Project(found);
            }
        } catch (URISyntaxException notAFile) {
            throw new CliException(ExitCode.FAILED, "The program's own location is not a file", null, notAFile);
        }
        throw new CliException(
                ExitCode.FAILED,
                "The SWEN checkout was not found",
                "Start the command through ./swen of the checkout.");
    }

    private static @Nullable Path upwards(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("swen-cli"))) {
                return folder;
            }
        }
        return null;
    }

    public Path module(String name) {
        return root.resolve(name);
    }

    /** The runnable jar a module's build leaves. */
    public Path executableJar(String module) {
        return module(module).resolve("target").resolve(module + "-" + VERSION + "-exec.jar");
    }

    /** The plain jar a module's build leaves. */
    Path plainJar(String module) {
        return module(module).resolve("target").resolve(module + "-" + VERSION + ".jar");
    }

    Path pom() {
        return root.resolve("pom.xml");
    }
}
