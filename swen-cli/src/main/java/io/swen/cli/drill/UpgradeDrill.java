package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.MavenBuild;
import io.swen.cli.project.Project;
import io.swen.cli.scenario.Scenarios;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.ReplicatedStack;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code swen drill upgrade}: the release before runs and is in use; each instance of each service is replaced by this release's,
 * and one service by the release before again, while no request may fail.
 */
@Command(
        name = "upgrade",
        description =
                "Start the release before with two instances of each service, replace them one by one by this one under"
                        + " load, and take one service back; no request may fail.",
        footer = {
            "",
            "It uses a home and ports of its own. The last line is 'upgrade from=… requests=… failed=0 rolled_back=yes'."
        })
public final class UpgradeDrill implements Callable<Integer> {
    private static final int REPLICAS = 2;
    private static final Duration GIT_WITHIN = Duration.ofMinutes(2);
    private static final Duration WORK_BEFORE = Duration.ofSeconds(20);
    /** What is asked for meanwhile: enough to meet every moment of a replacement, and what two cores bear beside starting services. */
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(2);

    private static final Duration BETWEEN_READS = Duration.ofMillis(250);

    /** Whom others call is replaced before who calls them. */
    private static final List<String> ORDER = List.of("identity", "telemetry", "gitops", "routing", "gateway");

    @Option(
            names = "--from",
            defaultValue = "HEAD~30",
            paramLabel = "REF",
            description =
                    "The release before, as Git names it (default: 30 commits ago, as long as there are no tags).")
    String from = "HEAD~30";

    @Option(
            names = "--built",
            paramLabel = "DIR",
            description = "A checkout of the release before that is built already; then --from only names it.")
    @Nullable
    Path built;

    @Option(
            names = "--roll-back",
            defaultValue = "routing",
            paramLabel = "SERVICE",
            description = "The service that is taken back (default routing).")
    String rollBack = "routing";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "An empty or new folder to work in; by default a temporary one.")
    @Nullable
    Path work;

    private final Context context;
    private final Terminal terminal;

    public UpgradeDrill(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path folder = work == null ? Files.createTempDirectory("swen-drill-upgrade-") : work.toAbsolutePath();
        Files.createDirectories(folder);
        Path checkout = built == null ? folder.resolve("release-before") : built.toAbsolutePath();
        String commit = git(
                built == null ? context.project().root() : checkout,
                "rev-parse",
                "--short=12",
                built == null ? from : "HEAD");
        boolean good = false;
        try {
            if (built == null) {
                terminal.say("Building " + from + " (" + commit + ")");
                git(context.project().root(), "worktree", "add", "--detach", checkout.toString(), commit);
            }
            Project before = new Project(checkout);
            List<String> modules = new ArrayList<>(List.of("cloud-simulator"));
            ORDER.forEach(service -> modules.add(service + "-service"));
            if (built == null) {
                new MavenBuild(before, JavaInstallation.current(), terminal)
                        .packageModules(modules, folder.resolve("build.log"));
            }
            good = drill(before, folder.resolve("home"), commit);
        } finally {
            if (built == null && Files.exists(checkout)) {
                git(context.project().root(), "worktree", "remove", "--force", checkout.toString());
            }
            if (good && work == null) {
                SwenHome.delete(folder);
            } else {
                terminal.say("What is left is in " + folder);
            }
        }
        return good ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private boolean drill(Project before, Path home, String commit)
            throws IOException, SQLException, InterruptedException {
        Files.createDirectories(home);
        Context own = new Context(terminal, context.clock(), context.project(), new SwenHome(home));
        // Releases before 2026-11-29 did not say this themselves.
        Map<String, String> settings = Map.of("SPRING_FLYWAY_IGNORE_MIGRATION_PATTERNS", "*:future,*:missing");
        try (ReplicatedStack stack = new ReplicatedStack(own, REPLICAS, settings)) {
            terminal.say("Starting " + stack.instances() + " instances of " + commit);
            stack.start(before);
            new Scenarios(own.simulatorUrl()).speed(10);
            Gateway gateway = new Gateway(own, "operator");
            String run = UUID.randomUUID().toString().substring(0, 5);
            boolean rolledBack = false;
            try (Submissions writes = new Submissions(gateway, context.clock(), run, BETWEEN_WRITES);
                    Reads reads = new Reads(new Gateway(own, "approver1"))) {
                writes.start();
                reads.start();
                TimeUnit.MILLISECONDS.sleep(WORK_BEFORE.toMillis());
                for (String service : ORDER) {
                    replace(stack, context.project(), service, "this release");
                }
                terminal.say("Everything runs on this release; " + rollBack + " goes back");
                replace(stack, before, rollBack, commit);
                rolledBack = true;
                TimeUnit.MILLISECONDS.sleep(WORK_BEFORE.toMillis());
                writes.close();
                reads.close();
                List<String> failed = new ArrayList<>(writes.refusals());
                failed.addAll(reads.failures());
                failed.stream().limit(20).forEach(each -> terminal.print("✗ " + each));
                int lost = 0;
                for (String id : writes.acknowledged().keySet()) {
                    try {
                        gateway.get("/api/v1/workloads/" + id);
                    } catch (CliException gone) {
                        terminal.print("✗ " + id + " was acknowledged: " + gone.getMessage());
                        lost++;
                    }
                }
                terminal.say("The balancers sent " + stack.repeated() + " requests to another instance");
                terminal.print("upgrade from=" + commit + " requests=" + (writes.attempts() + reads.count())
                        + " failed=" + (failed.size() + lost) + " rolled_back=" + (rolledBack ? "yes" : "no"));
                return failed.isEmpty() && lost == 0;
            }
        }
    }

    private void replace(ReplicatedStack stack, Project release, String service, String name)
            throws IOException, InterruptedException {
        for (int instance = 0; instance < REPLICAS; instance++) {
            terminal.say("Replacing " + service + "-" + (instance + 1) + " by " + name);
            stack.replace(release, service, instance);
        }
    }

    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(GIT_WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new CliException(ExitCode.FAILED, "git " + arguments[0] + " says: " + output);
        }
        return output;
    }

    /** Reads what a dashboard shows, again and again. */
    private static final class Reads implements AutoCloseable {
        private static final List<String> PATHS = List.of("/workloads", "/telemetry", "/pending", "/api/v1/changes");

        private final Gateway gateway;
        private final List<String> failures = new ArrayList<>();
        private int count;
        private volatile boolean running = true;
        private @Nullable Thread thread;

        Reads(Gateway gateway) {
            this.gateway = gateway;
        }

        void start() {
            thread = Thread.ofVirtual().name("reads").start(() -> {
                try {
                    while (running) {
                        one(PATHS.get(count() % PATHS.size()));
                        TimeUnit.MILLISECONDS.sleep(BETWEEN_READS.toMillis());
                    }
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private void one(String path) throws InterruptedException {
            String failure = null;
            try {
                gateway.get(path);
            } catch (CliException refused) {
                failure = path + ": " + refused.getMessage();
            }
            synchronized (failures) {
                count++;
                if (failure != null) {
                    failures.add(failure);
                }
            }
        }

        int count() {
            synchronized (failures) {
                return count;
            }
        }

        List<String> failures() {
            synchronized (failures) {
                return List.copyOf(failures);
            }
        }

        @Override
        public void close() throws InterruptedException {
            running = false;
            Thread reading = thread;
            if (reading != null) {
                reading.join(Duration.ofSeconds(40));
            }
        }
    }
}
