package io.swen.cli.project;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which modules have to be built: their jar is missing, or older than their sources or those they are made of. */
public final class Staleness {
    /** Folders that hold what a build makes or fetches; the rest of a module is its source. */
    private static final Set<String> NOT_SOURCE =
            Set.of("target", "node_modules", "dist", "test-results", "playwright-report", "coverage", "test", "e2e");

    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>\\s*([\\w.-]+)\\s*</artifactId>");

    private final Project project;
    private final Map<String, @Nullable String> reasons = new HashMap<>();

    public Staleness(Project project) {
        this.project = project;
    }

    /** The given modules that need a build, each with the reason, in the order given. */
    public List<StaleModule> check(List<String> modules) throws IOException {
        List<StaleModule> stale = new ArrayList<>();
        for (String module : modules) {
            String reason = reason(module, product(module));
            if (reason != null) {
                stale.add(new StaleModule(module, reason));
            }
        }
        return stale;
    }

    private Path product(String module) {
        return project.executableJar(module);
    }

    private @Nullable String reason(String module, Path product) throws IOException {
        if (reasons.containsKey(module)) {
            return reasons.get(module);
        }
        String found = null;
        if (!Files.exists(product)) {
            found = "not built yet";
        } else {
            found = newerThan(builtAt(product), module, new LinkedHashSet<>());
        }
        reasons.put(module, found);
        return found;
    }

    /**
     * Builds that make the same bytes of the same sources date their jars alike, long ago; when the file was really
     * written stands in the time of its last change, which nobody can set.
     */
    public static FileTime builtAt(Path jar) throws IOException {
        FileTime changed = (FileTime) Files.getAttribute(jar, "unix:ctime");
        FileTime modified = Files.getLastModifiedTime(jar);
        return changed.compareTo(modified) > 0 ? changed : modified;
    }

    private @Nullable String newerThan(FileTime built, String module, Set<String> seen) throws IOException {
        if (!seen.add(module)) {
            return null;
        }
        Path newer = newest(project.module(module), built);
        if (newer == null && Files.getLastModifiedTime(project.pom()).compareTo(built) > 0) {
            newer = project.pom();
        }
        if (newer != null) {
            return project.root().relativize(newer) + " is newer";
        }
        for (String dependency : siblings(module)) {
            String reason = newerThan(built, dependency, seen);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    /** Modules of this project that the module's pom names as dependencies, and the dashboard for the gateway that serves it. */
    Set<String> siblings(String module) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        String pom = Files.readString(project.module(module).resolve("pom.xml"));
        Matcher dependencies = DEPENDENCY.matcher(pom);
        while (dependencies.find()) {
            Matcher artifact = ARTIFACT.matcher(dependencies.group(1));
            if (artifact.find()
                    && Files.isRegularFile(project.module(artifact.group(1)).resolve("pom.xml"))) {
                found.add(artifact.group(1));
            }
        }
        if (module.equals("gateway-service")
                && Files.isRegularFile(project.module("dashboard-ui").resolve("pom.xml"))) {
            found.add("dashboard-ui");
        }
        return found;
    }

    private static @Nullable Path newest(Path folder, FileTime than) throws IOException {
        Path[] found = new Path[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                String name = String.valueOf(dir.getFileName());
                boolean source = dir.equals(folder) || !(NOT_SOURCE.contains(name) || name.startsWith("."));
                return source ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean hidden = String.valueOf(file.getFileName()).startsWith(".");
                boolean document = file.toString().endsWith(".md");
                if (!hidden && !document && attributes.lastModifiedTime().compareTo(than) > 0) {
                    found[0] = file;
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found[0];
    }

    /**
     * A module that has to be built.
     *
     * @param name the module's folder
     * @param reason why, as a person reads it
     */
    public record StaleModule(String name, String reason) {}
}
