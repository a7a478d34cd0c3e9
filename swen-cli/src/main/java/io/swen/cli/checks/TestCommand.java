package io.swen.cli.checks;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.infra.InfraCommand;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.PortPlan;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen test}: what CI runs. */
@Command(
        name = "test",
        description = "Run all checks as CI does: Maven, the dashboard's, and a browser on the running stack.",
        footer = {"", "The last line is 'N passed, N failed'."})
public final class TestCommand implements Callable<Integer> {
    private static final Duration MAVEN_WITHIN = Duration.ofMinutes(40);
    private static final Duration SUPPLY_WITHIN = Duration.ofMinutes(95);
    private static final Duration COMPOSE_WITHIN = Duration.ofMinutes(10);
    private static final Duration COMPOSE_STOPS_WITHIN = Duration.ofMinutes(3);
    private static final Duration TOOL_WITHIN = Duration.ofMinutes(10);
    private static final Duration BROWSER_WITHIN = Duration.ofMinutes(35);
    private static final Duration DEMO_WITHIN = Duration.ofMinutes(20);
    /** Fast enough that an instance boots within a second or two of a test's patience. */
    private static final String SPEED = "20";
    /** Of each check, above the last line. */
    private static final int MOST_FAILURES = 30;

    @Option(
            names = "--all",
            description =
                    "Also run the whole demonstration on Compose, kill each process in turn during it, and compare two builds byte by byte.")
    boolean all;

    private final Context context;
    private final Terminal terminal;
    private final List<Tally> tallies = new ArrayList<>();

    public TestCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        Path scratch = Files.createTempDirectory("swen-test-");
        try {
            maven(scratch);
            supply();
            infra();
            compose();
            dashboard(scratch);
            stack(scratch);
        } finally {
            SwenHome.delete(scratch);
        }
        return sumUp(began);
    }

    private void maven(Path scratch) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("MAVEN_OPTS", System.getenv().getOrDefault("MAVEN_OPTS", ""));
        MavenBuild.environment(environment, JavaInstallation.current());
        Instant began = context.clock().instant();
        // --fail-at-end: one broken module does not hide what the others have to say. -T 2: while one module waits,
        // another one works. A slow machine may miss a moment once; three such moments in a module are no accident.
        Path log = scratch.resolve("maven.log");
        int exit = run(
                "maven verify",
                root(),
                environment,
                MAVEN_WITHIN,
                "bash",
                "-o",
                "pipefail",
                "-c",
                "mvn -B -ntp -T 2 --fail-at-end -Dsurefire.rerunFailingTestsCount=1 -Dsurefire.failOnFlakeCount=3"
                        + " verify 2>&1 | tee \"$0\"",
                log.toString());
        // Decoded leniently: what a test prints need not be text.
        List<String> failures = exit == 0
                ? List.of()
                : MavenErrors.in(new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines());
        tallies.add(
                Reports.surefire(root(), began, since(began)).endedWith(exit).saying(failures));
    }

    /** What Maven just built: its libraries against the advisories, and with --all a second and a third build of it. */
    private void supply() throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        List<String> command = new ArrayList<>(List.of(root().resolve("swen").toString(), "verify", "supply"));
        if (!all) {
            command.add("--quick");
        }
        int exit = run("supply", root(), Map.of(), SUPPLY_WITHIN, command.toArray(String[]::new));
        tallies.add(Tally.single("verify supply", exit == 0, since(began)));
        String key = System.getenv("SWEN_PROVENANCE_KEY");
        if (key != null && !key.isBlank()) {
            provenance();
        }
    }

    /** The images and Compose's file, where a Docker daemon answers or can be started. */
    private void compose() throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        Map<String, String> environment = new HashMap<>();
        environment.put("SWEN_VERIFY_WITHIN", Long.toString(COMPOSE_WITHIN.toSeconds()));
        if (!all) {
            // Their making takes longer than all else of the images.
            environment.put("SWEN_AOT", "off");
        }
        int exit = run(
                "compose",
                root(),
                environment,
                COMPOSE_WITHIN.plus(COMPOSE_STOPS_WITHIN),
                root().resolve("swen").toString(),
                "verify",
                "compose");
        tallies.add(
                exit == ComposeCommand.IMPOSSIBLE
                        ? new Tally("verify compose", 0, 0, 1, since(began))
                        : Tally.single("verify compose", exit == 0, since(began)));
    }

    /** Where there is a key to sign with: states which commit the jars are of, and checks the statement as others will. */
    private void provenance() throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        String swen = root().resolve("swen").toString();
        String publicKey = System.getenv().getOrDefault("SWEN_PROVENANCE_PUBLIC_KEY", "provenance.pub");
        int signed = run("sign", root(), Map.of(), TOOL_WITHIN, swen, "provenance", "sign", "--public-key", publicKey);
        int verified = signed != 0
                ? signed
                : run("verify", root(), Map.of(), TOOL_WITHIN, swen, "provenance", "verify", "--public-key", publicKey);
        tallies.add(Tally.single("provenance", verified == 0, since(began)));
    }

    /** The Terraform code, where its stand-ins for the clouds are at hand. */
    private void infra() throws IOException, InterruptedException {
        String missing = InfraCommand.missing(context);
        if (missing != null) {
            terminal.say("── infra: infra/terraform is not checked: " + missing);
            tallies.add(new Tally("verify infra", 0, 0, 1, Duration.ZERO));
            return;
        }
        Instant began = context.clock().instant();
        List<String> command = new ArrayList<>(List.of(root().resolve("swen").toString(), "verify", "infra"));
        if (!all) {
            command.add("--quick");
        }
        int exit = run("infra", root(), Map.of(), TOOL_WITHIN, command.toArray(String[]::new));
        tallies.add(Tally.single("verify infra", exit == 0, since(began)));
    }

    private void dashboard(Path scratch) throws IOException, InterruptedException {
        if (!Files.isDirectory(dashboardFolder().resolve("node_modules"))) {
            single("npm ci", "npm", "ci", "--no-audit", "--no-fund");
        }
        single("eslint", "npm", "run", "--silent", "lint");
        single("tsc", "npm", "run", "--silent", "typecheck");
        Path report = scratch.resolve("vitest.json");
        Instant began = context.clock().instant();
        int exit = run(
                "vitest",
                dashboardFolder(),
                Map.of(),
                TOOL_WITHIN,
                "npm",
                "run",
                "--silent",
                "test",
                "--",
                "--reporter=default",
                "--reporter=json",
                "--outputFile.json=" + report);
        tallies.add(Reports.vitest(report, since(began)).endedWith(exit));
    }

    private void single(String name, String... command) throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        int exit = run(name, dashboardFolder(), Map.of(), TOOL_WITHIN, command);
        tallies.add(Tally.single(name, exit == 0, since(began)));
    }

    /** A platform of its own beside any that runs: other ports, another home, nothing left afterwards. */
    private void stack(Path scratch) throws IOException, InterruptedException {
        PortPlan ports = PortPlan.free();
        Path home = scratch.resolve("home");
        Map<String, String> environment = new HashMap<>();
        environment.put("SWEN_HOME", home.toString());
        environment.put("SWEN_PORT_BASE", Integer.toString(ports.base()));
        environment.put("SWEN_URL", ports.publicUrl());
        environment.put("SWEN_AOT", "off");
        String swen = root().resolve("swen").toString();
        Thread stopper = Thread.ofPlatform().unstarted(() -> quietlyDown(swen, environment));
        Runtime.getRuntime().addShutdownHook(stopper);
        Instant began = context.clock().instant();
        int exit = run("stack", root(), environment, TOOL_WITHIN, swen, "up", "--detach", "--speed", SPEED);
        tallies.add(Tally.single("stack starts", exit == 0, since(began)));
        if (exit == 0) {
            // Its workloads and decisions are what the browser looks at.
            onStack(environment, swen, "demo");
            browser(scratch, environment);
            onStack(environment, swen, "verify", "access");
            onStack(environment, swen, "verify", "audit");
            if (all) {
                onStack(environment, swen, "drill", "crash");
                onStack(environment, swen, "drill", "chaos");
                onStack(environment, swen, "drill", "market");
                onStack(environment, swen, "verify", "dashboards");
                onStack(environment, swen, "drill", "alert");
            }
            // Last, when every kind of secret has been used.
            onStack(environment, swen, "verify", "secrets");
        }
        Instant stopping = context.clock().instant();
        int stopped = run("stop", root(), environment, TOOL_WITHIN, swen, "down");
        tallies.add(Tally.single("stack stops", stopped == 0, since(stopping)));
        Runtime.getRuntime().removeShutdownHook(stopper);
        if (tallies.stream().anyMatch(tally -> tally.failed() > 0)) {
            keepLogs(home.resolve("logs"));
        }
    }

    private void onStack(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Instant began = context.clock().instant();
        String name = String.join(" ", Arrays.asList(command).subList(1, command.length));
        int exit = run(name, root(), environment, DEMO_WITHIN, command);
        tallies.add(Tally.single(name, exit == 0, since(began)));
    }

    private void browser(Path scratch, Map<String, String> environment) throws IOException, InterruptedException {
        Path report = scratch.resolve("playwright.json");
        Map<String, String> withReport = new HashMap<>(environment);
        withReport.put("SWEN_E2E_REPORT", report.toString());
        Instant began = context.clock().instant();
        // As with Maven; the report names what passed only at the second try.
        int exit = run(
                "playwright",
                dashboardFolder(),
                withReport,
                BROWSER_WITHIN,
                "npm",
                "run",
                "--silent",
                "e2e",
                "--",
                "--retries=1");
        tallies.add(Reports.playwright(report, since(began)).endedWith(exit));
    }

    private void keepLogs(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return;
        }
        Path kept = root().resolve("target").resolve("stack-logs");
        SwenHome.delete(kept);
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.toList()) {
                Files.copy(log, kept.resolve(log.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        terminal.say("The services' logs of this run are in " + kept);
    }

    private static void quietlyDown(String swen, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(swen, "down").inheritIO();
        builder.environment().putAll(environment);
        try {
            builder.start().waitFor(2, TimeUnit.MINUTES);
        } catch (IOException cannot) {
            System.err.println("The test's platform could not be stopped: " + cannot.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a tool with its output going straight to the terminal; answers its exit code. */
    private int run(String name, Path folder, Map<String, String> environment, Duration within, String... command)
            throws IOException, InterruptedException {
        terminal.say("── " + name + ": " + String.join(" ", command));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notThere) {
            terminal.say(name + " could not be started: " + notThere.getMessage());
            return ExitCode.FAILED.number();
        }
        if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
            terminal.say(name + " did not end within " + within.toMinutes() + " minutes and is stopped");
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            return ExitCode.TIMED_OUT.number();
        }
        return process.exitValue();
    }

    private int sumUp(Instant began) {
        Table table = new Table("check", "passed>", "failed>", "skipped>", "took>");
        int passed = 0;
        int failed = 0;
        for (Tally tally : tallies) {
            table.row(
                    tally.name(),
                    Integer.toString(tally.passed()),
                    Integer.toString(tally.failed()),
                    Integer.toString(tally.skipped()),
                    Terminal.readable(tally.took()));
            passed += tally.passed();
            failed += tally.failed();
        }
        terminal.print("");
        terminal.print(table);
        for (Tally tally : tallies) {
            tally.failures().stream()
                    .limit(MOST_FAILURES)
                    .forEach(failure -> terminal.print("✗ " + tally.name() + ": " + failure));
            if (tally.failures().size() > MOST_FAILURES) {
                terminal.print(
                        "✗ " + tally.name() + ": and " + (tally.failures().size() - MOST_FAILURES) + " more");
            }
        }
        terminal.print("Took " + Terminal.readable(since(began)));
        terminal.print(passed + " passed, " + failed + " failed");
        return failed == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private Duration since(Instant began) {
        return Duration.between(began, context.clock().instant());
    }

    private Path root() {
        return context.project().root();
    }

    private Path dashboardFolder() {
        return context.project().module("dashboard-ui");
    }
}
