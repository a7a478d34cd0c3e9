package io.swen.cli.project;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs Maven on some modules and shows which one it is at. */
public final class MavenBuild {
    private static final Pattern BUILDING = Pattern.compile("\\[INFO] Building (.+?) \\S+\\s+\\[(\\d+)/(\\d+)]");
    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");
    /** What Maven says after every failure alike. */
    private static final Pattern ADVICE =
            Pattern.compile("re-run Maven|Re-run Maven|For more information about the errors|\\[Help \\d+] http");

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int TAIL = 25;

    private final Project project;
    private final JavaInstallation java;
    private final Terminal terminal;

    public MavenBuild(Project project, JavaInstallation java, Terminal terminal) {
        this.project = project;
        this.java = java;
        this.terminal = terminal;
    }

    /** Builds the modules and what they are made of, without running their tests; the whole output goes to the log. */
    public void packageModules(List<String> modules, Path log) throws IOException, InterruptedException {
        Instant began = Instant.now();
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-T1", "-Dstyle.color=never"));
        command.addAll(List.of("-pl", String.join(",", modules), "-am", "package", "-DskipTests"));
        int exit = run(command, log);
        if (exit != 0) {
            throw new CliException(
                    ExitCode.FAILED, "The build failed:\n" + errors(log), "The whole output is in " + log + ".");
        }
        for (String module : modules) {
            stamp(project.executableJar(module), began);
            stamp(project.plainJar(module), began);
        }
    }

    /** Maven leaves a jar alone whose content stayed the same; its age still has to say that it was checked. */
    private static void stamp(Path jar, Instant began) throws IOException {
        FileTime checked = FileTime.from(began);
        if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(checked) < 0) {
            Files.setLastModifiedTime(jar, checked);
        }
    }

    private int run(List<String> command, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.root().toFile()).redirectErrorStream(true);
        environment(builder.environment(), java);
        Process process = builder.start();
        Thread killer = Thread.ofVirtual().unstarted(() -> process.descendants().forEach(ProcessHandle::destroy));
        Runtime.getRuntime().addShutdownHook(killer);
        Instant began = Instant.now();
        Thread watchdog = Thread.ofVirtual().start(() -> stopAfterLimit(process));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                java.io.Writer copy = Files.newBufferedWriter(log, StandardCharsets.UTF_8)) {
            String line;
            while ((line = output.readLine()) != null) {
                copy.write(line);
                copy.write('\n');
                String step = step(line);
                if (step != null) {
                    String text =
                            "  building " + step + ", " + Terminal.readable(Duration.between(began, Instant.now()));
                    if (terminal.interactive()) {
                        terminal.status(text);
                    } else {
                        terminal.say(text);
                    }
                }
            }
        }
        int exit = process.waitFor();
        watchdog.interrupt();
        Runtime.getRuntime().removeShutdownHook(killer);
        return exit;
    }

    private static void stopAfterLimit(Process process) {
        try {
            Thread.sleep(LIMIT);
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        } catch (InterruptedException finishedInTime) {
            Thread.currentThread().interrupt();
        }
    }

    /** Maven itself runs on the JDK that was found, whatever the machine's default is. */
    public static void environment(Map<String, String> environment, JavaInstallation java) {
        environment.put("JAVA_HOME", java.home().toString());
        String options = environment.getOrDefault("MAVEN_OPTS", "");
        if (!options.contains("sun-misc-unsafe")) {
            environment.put("MAVEN_OPTS", (options + " --sun-misc-unsafe-memory-access=allow").strip());
        }
    }

    /** What a line of Maven's output says about its way: {@code SWEN gateway service (3 of 8)}; null if nothing. */
    static @Nullable String step(String line) {
        Matcher matcher = BUILDING.matcher(line);
        return matcher.find() ? matcher.group(1) + " (" + matcher.group(2) + " of " + matcher.group(3) + ")" : null;
    }

    private static String errors(Path log) throws IOException {
        Deque<String> tail = new ArrayDeque<>();
        List<String> errors = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            String plain = COLOUR.matcher(line).replaceAll("");
            if (plain.startsWith("[ERROR]")
                    && plain.length() > 8
                    && !ADVICE.matcher(plain).find()) {
                errors.add(plain);
            }
            tail.addLast(plain);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
        }
        return String.join("\n", errors.isEmpty() ? tail : errors.subList(0, Math.min(TAIL, errors.size())));
    }
}
