package io.swen.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK on this machine.
 *
 * @param home its folder
 * @param version its full version as in its {@code release} file, such as {@code 25.0.3}
 */
public record JavaInstallation(Path home, String version) {
    /** The oldest release the platform runs on. */
    public static final int REQUIRED = 25;

    private static final Pattern RELEASE_LINE = Pattern.compile("^JAVA_VERSION=\"?([^\"]+)\"?\\s*$");
    private static final Pattern FEATURE = Pattern.compile("^(?:1\\.)?(\\d+)(?:[^\\d].*)?$");

    /** The JDK that runs this program: the launcher chose it. */
    public static JavaInstallation current() {
        return new JavaInstallation(
                Path.of(System.getProperty("java.home")), Runtime.version().toString());
    }

    /** Reads the {@code release} file of an installation; empty if there is none or it names no version. */
    static Optional<JavaInstallation> at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        for (String line : Files.readAllLines(release)) {
            Matcher matcher = RELEASE_LINE.matcher(line);
            if (matcher.matches()) {
                return Optional.of(new JavaInstallation(home, matcher.group(1)));
            }
        }
        return Optional.empty();
    }

    /** The feature release of a version text: 8 for {@code 1.8.0_392}, 25 for {@code 25.0.3+9-LTS}; 0 if it is none. */
    static int feature(String version) {
        Matcher matcher = FEATURE.matcher(version.strip());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    public int feature() {
        return feature(version);
    }

    public boolean suffices() {
        return feature() >= REQUIRED;
    }

    /** A JDK has the compiler; a bare runtime cannot build the project. */
    public boolean hasCompiler() {
        return Files.isExecutable(home.resolve("bin/javac"));
    }

    public Path executable() {
        return home.resolve("bin/java");
    }
}
