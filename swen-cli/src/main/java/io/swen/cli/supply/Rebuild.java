package io.swen.cli.supply;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the present commit twice, from two clones in folders of different names, in different time zones and
 * languages, and compares every byte of what came out.
 */
final class Rebuild {
    private static final Duration BUILD_WITHIN = Duration.ofMinutes(45);

    private final Path root;
    private final Terminal terminal;
    private final List<String> modules;

    /** @param modules those to build with what they need; all if empty */
    Rebuild(Path root, Terminal terminal, List<String> modules) {
        this.root = root;
        this.terminal = terminal;
        this.modules = List.copyOf(modules);
    }

    /** What differs; empty if nothing does. */
    List<String> differences() throws IOException, InterruptedException {
        String commit = Tool.git(root, "rev-parse", "HEAD");
        if (!Tool.git(root, "status", "--porcelain").isEmpty()) {
            terminal.say("What is not committed is left out: the check builds " + commit + ".");
        }
        Path scratch = Files.createTempDirectory("swen-rebuild-");
        try {
            Path first = build(scratch, "a", commit, Map.of("TZ", "UTC", "LANG", "C.UTF-8"));
            Path second = build(
                    scratch,
                    "another-folder-with-a-longer-name",
                    commit,
                    Map.of("TZ", "Asia/Shanghai", "LANG", "C", "LC_ALL", "C"));
            if (Artifacts.jars(first).isEmpty()) {
                throw new CliException(ExitCode.FAILED, "The build left no jar to compare");
            }
            return Artifacts.differences(first, second);
        } finally {
            SwenHome.delete(scratch);
        }
    }

    private Path build(Path scratch, String name, String commit, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path clone = scratch.resolve(name).resolve("swen");
        Files.createDirectories(clone.getParent());
        Tool.git(scratch, "clone", "--quiet", "--no-checkout", root.toUri().toString(), clone.toString());
        Tool.git(clone, "checkout", "--quiet", "--detach", commit);
        terminal.say("Building " + commit.substring(0, 12) + " in " + clone + " …");
        Map<String, String> all = new HashMap<>(environment);
        all.put("MAVEN_OPTS", System.getenv().getOrDefault("MAVEN_OPTS", ""));
        MavenBuild.environment(all, JavaInstallation.current());
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dstyle.color=never", "-DskipTests"));
        if (!modules.isEmpty()) {
            command.addAll(List.of("-pl", String.join(",", modules), "-am"));
        }
        command.add("package");
        Tool.run(clone, all, BUILD_WITHIN, scratch.resolve(name).resolve("build.log"), command);
        return clone;
    }
}
