package io.swen.cli.checks;

import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The programs of the module {@code benchmarks}, built, each run in a process of its own. */
final class BenchmarkProgram {
    private static final String MODULE = "benchmarks";

    private final Context context;
    private final JavaInstallation java;
    private final String classPath;

    private BenchmarkProgram(Context context, JavaInstallation java, String classPath) {
        this.context = context;
        this.java = java;
        this.classPath = classPath;
    }

    /** Builds what changed. */
    static BenchmarkProgram built(Context context) throws IOException, InterruptedException {
        return built(context, List.of());
    }

    /** The same, and services that programs start in processes of their own. */
    static BenchmarkProgram built(Context context, List<String> services) throws IOException, InterruptedException {
        JavaInstallation java = JavaInstallation.current();
        Path target = context.project().module(MODULE).resolve("target");
        Files.createDirectories(target);
        new MavenBuild(context.project(), java, context.terminal())
                .packageModules(
                        Stream.concat(Stream.of(MODULE), services.stream()).toList(), target.resolve("build.log"));
        return new BenchmarkProgram(
                context,
                java,
                target.resolve("classes")
                        + File.pathSeparator
                        + Files.readString(target.resolve("classpath.txt")).strip());
    }

    /**
     * Runs a program, showing what it prints; answers its last line, or null where it failed.
     *
     * @param without services to leave off the class path: each brings an application.yml and migrations under the same names
     * @param environment beside the one at hand
     */
    @Nullable
    String run(String mainClass, Set<String> without, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java.home().resolve("bin").resolve("java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                without(without),
                mainClass));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(context.project().root().toFile());
        builder.environment().putAll(environment);
        return MeasuredProcess.run(context, builder);
    }

    private String without(Set<String> services) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> services.stream()
                        .noneMatch(service ->
                                Path.of(entry).getFileName().toString().startsWith(service + "-")))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
