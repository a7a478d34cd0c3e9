package io.swen.cli.stack;

import io.swen.cli.backup.Backups;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.database.Databases;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.process.LogFile;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessSpec;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import io.swen.cli.process.Supervisor;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The running local platform: brings all parts up, keeps them alive, and takes them down in order. */
final class LocalStack {
    static final String POSTGRES = "postgres";

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final int FAILED_STARTS = 3;
    private static final int LOG_LINES = 30;
    private static final int EVENTS_KEPT = 50;

    private final Project project;
    private final SwenHome home;
    private final PortPlan ports;
    private final JavaInstallation java;
    private final double speed;
    private final Clock clock;
    private final Instant beganAt;
    private final Secrets secrets;
    private final Environments environments;
    private final Supervisor supervisor;
    private final Map<Service, UnpackedService> unpacked = new EnumMap<>(Service.class);
    private final List<Snapshot.Milestone> milestones = new ArrayList<>();
    private final List<Snapshot.Event> events = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Snapshot.Phase phase = Snapshot.Phase.STARTING;
    private @Nullable String problem;
    private @Nullable Instant readyAt;
    private @Nullable PostgresServer database;
    private @Nullable Thread starter;
    private @Nullable Thread trainer;
    private @Nullable Thread backups;
    private boolean stopping;

    LocalStack(
            Project project,
            SwenHome home,
            PortPlan ports,
            double speed,
            Clock clock,
            Instant beganAt,
            Map<String, String> caller) {
        this.project = project;
        this.home = home;
        this.ports = ports;
        this.java = JavaInstallation.current();
        this.speed = speed;
        this.clock = clock;
        this.beganAt = beganAt;
        this.secrets = new Secrets(home);
        this.environments = new Environments(home, ports, secrets, java, speed, caller);
        this.supervisor = new Supervisor(clock, this::changed, new DrillMark(home)::isSet);
    }

    /** Notes a step that was taken before, such as the build. */
    synchronized void milestone(String name, Instant began, Instant ended) {
        milestones.add(new Snapshot.Milestone(
                name,
                Duration.between(beganAt, began).toMillis(),
                Duration.between(beganAt, ended).toMillis()));
    }

    /** Brings everything up in the background; {@link #snapshot} tells how far it is. */
    synchronized void start() {
        starter = Thread.ofPlatform().name("starter").start(this::bringUp);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(
                phase,
                problem,
                ProcessIdentity.ofThisProcess(),
                ports.base(),
                speed,
                beganAt,
                readyAt,
                milestones,
                events,
                supervisor.statuses());
    }

    private void bringUp() {
        try {
            step("secrets", () -> {
                secrets.provide();
                return true;
            });
            publish();
            startAll();
            awaitReady();
            synchronized (this) {
                if (stopping) {
                    return;
                }
                phase = Snapshot.Phase.READY;
                readyAt = clock.instant();
            }
            publish();
            startBackups();
            trainCaches();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (CliException known) {
            fail(known.report());
        } catch (IOException | SQLException | UncheckedIOException | ExecutionException unforeseen) {
            fail(unforeseen.getClass().getSimpleName() + ": " + unforeseen.getMessage());
        }
    }

    private void startAll() throws IOException, SQLException, InterruptedException, ExecutionException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(3, Thread.ofPlatform().daemon().factory())) {
            Future<@Nullable PostgresServer> postgres = workers.submit(this::startPostgres);
            Map<Service, Future<UnpackedService>> unpacking = new EnumMap<>(Service.class);
            for (Service service : wanted()) {
                unpacking.put(service, workers.submit(() -> unpack(service)));
            }
            if (unpacking.containsKey(Service.SIMULATOR)) {
                launch(result(unpacking.get(Service.SIMULATOR)));
            }
            PostgresServer server = result(postgres);
            if (server != null) {
                database = server;
                awaitPostgres(server);
                step("databases", () -> {
                    new Databases(server).provide(secrets.databasePasswords());
                    return true;
                });
            }
            for (Map.Entry<Service, Future<UnpackedService>> entry : unpacking.entrySet()) {
                if (entry.getKey() != Service.SIMULATOR) {
                    launch(result(entry.getValue()));
                }
            }
        }
    }

    private static <T extends @Nullable Object> T result(@Nullable Future<T> future)
            throws InterruptedException, ExecutionException {
        if (future == null) {
            throw new IllegalStateException("never submitted");
        }
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CliException known) {
                throw known;
            }
            throw failed;
        }
    }

    private List<Service> wanted() {
        List<Service> wanted = new ArrayList<>(List.of(Service.values()));
        if (!environments.cloudsSimulated()) {
            wanted.remove(Service.SIMULATOR);
        }
        return wanted;
    }

    private UnpackedService unpack(Service service) throws IOException {
        Instant began = clock.instant();
        UnpackedService result =
                UnpackedService.unpack(service, project.executableJar(service.module()), home.unpacked(service));
        noteIfLong("unpack " + service.label(), began);
        return result;
    }

    private void noteIfLong(String step, Instant began) {
        Instant ended = clock.instant();
        if (Duration.between(began, ended).toMillis() > 100) {
            milestone(step, began, ended);
        }
    }

    private @Nullable PostgresServer startPostgres() throws IOException {
        if (environments.foreignDatabase() != null) {
            return null;
        }
        Instant began = clock.instant();
        PostgresBinaries binaries = PostgresBinaries.unpack(home.run().resolve("postgresql-18"));
        noteIfLong("unpack postgres", began);
        PostgresServer server =
                new PostgresServer(binaries, home.postgres(), ports.postgres(), secrets.superuserPasswordFile());
        supervisor.start(new ProcessSpec(
                POSTGRES,
                server::prepare,
                environments.clean(),
                home.run(),
                home.log(POSTGRES),
                ports.postgres(),
                server::ready,
                "INT",
                4,
                STOP_WITHIN));
        return server;
    }

    private void awaitPostgres(PostgresServer server) throws InterruptedException {
        Instant deadline = clock.instant().plus(READY_WITHIN);
        while (!server.ready()) {
            failOnRepeatedDeaths();
            if (clock.instant().isAfter(deadline)) {
                throw notReady(POSTGRES, "did not answer within " + READY_WITHIN.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void launch(UnpackedService service) throws IOException {
        synchronized (this) {
            unpacked.put(service.service(), service);
        }
        StartupCache cache = new StartupCache(home.caches(), service, java);
        String name = service.service().label();
        supervisor.start(new ProcessSpec(
                name,
                () -> command(service, cache),
                environments.of(service.service()),
                home.run(),
                home.log(name),
                ports.of(service.service()),
                ProcessSpec.Readiness.http(service.service().readiness(ports)),
                "TERM",
                service.service().stopRank(),
                STOP_WITHIN));
    }

    private List<String> command(UnpackedService service, StartupCache cache) {
        List<String> command = new ArrayList<>();
        command.add(java.executable().toString());
        command.addAll(flags(service.service()));
        command.addAll(cache.flags());
        command.add("-jar");
        command.add(service.jar().toString());
        return command;
    }

    static List<String> flags(Service service) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xmx" + service.heap(),
                // What computes in the background leaves the processors to requests (ADR 76).
                "-XX:ThreadPriorityPolicy=1",
                "-XX:JavaPriority1_To_OSPriority=10",
                "-XX:+ExitOnOutOfMemoryError",
                // As many carriers as processors can all wait in class loading for one that waits for them (ADR 133).
                "-Djdk.virtualThreadScheduler.parallelism=16",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true");
    }

    private void awaitReady() throws InterruptedException {
        Instant deadline = clock.instant().plus(READY_WITHIN);
        while (true) {
            ProcessStatus waiting = supervisor.awaitReady(Duration.ofMillis(500));
            if (waiting == null) {
                return;
            }
            failOnRepeatedDeaths();
            if (clock.instant().isAfter(deadline)) {
                throw notReady(waiting.name(), "was not ready within " + READY_WITHIN.toSeconds() + " s");
            }
        }
    }

    private void failOnRepeatedDeaths() {
        for (ProcessStatus status : supervisor.statuses()) {
            boolean dead = status.state() == ProcessState.FAILED
                    || (status.state() == ProcessState.RESTARTING && status.restarts() + 1 >= FAILED_STARTS);
            if (dead) {
                throw notReady(
                        status.name(),
                        "died " + (status.restarts() + 1) + " times, last with exit code " + status.lastExit());
            }
        }
    }

    private CliException notReady(String name, String how) {
        String tail;
        try {
            tail = LogFile.tail(home.log(name), LOG_LINES).stream()
                    .map(LogLine::readable)
                    .collect(Collectors.joining("\n"))
                    .replace("\n", "\n    ");
        } catch (IOException unreadable) {
            tail = "(its log cannot be read: " + unreadable.getMessage() + ")";
        }
        return new CliException(
                ExitCode.FAILED,
                name + " " + how + "; the end of its log:\n    " + tail,
                "The whole log: ./swen logs " + name + "\nWhat this machine lacks: ./swen doctor");
    }

    private void startBackups() throws IOException {
        Optional<BackupSettings> settings = environments.backups();
        if (settings.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (!stopping) {
                PostgresServer server = database;
                Backups.Sessions sessions = server == null
                        ? ForeignDatabase.sessions(
                                Objects.requireNonNull(environments.foreignDatabase()), System.getenv())
                        : server::session;
                backups = Thread.ofPlatform()
                        .name("backups")
                        .daemon()
                        .start(new BackupTimer(settings.get(), home, sessions, clock, System.getenv(), this::note));
            }
        }
    }

    /** One cache after the other, at the lowest priority, so that the platform that is in use hardly notices. */
    private void trainCaches() {
        synchronized (this) {
            if (stopping || !environments.cachesWanted() || database == null) {
                return;
            }
            trainer = Thread.ofPlatform().name("cache-trainer").daemon().start(this::trainAll);
        }
    }

    private void trainAll() {
        List<UnpackedService> all;
        PostgresServer server;
        synchronized (this) {
            all = List.copyOf(unpacked.values());
            server = database;
        }
        for (UnpackedService each : all) {
            StartupCache cache = new StartupCache(home.caches(), each, java);
            if (!cache.canBeMade() || server == null) {
                continue;
            }
            try {
                String failure = train(each, cache, server);
                if (failure != null) {
                    note("The start-up cache of " + each.service().label() + " was not made (" + failure
                            + "); its starts stay slower. See " + trainingLog(each));
                }
            } catch (IOException | SQLException cannot) {
                note("The start-up cache of " + each.service().label() + " was not made: " + cannot.getMessage());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private @Nullable String train(UnpackedService each, StartupCache cache, PostgresServer server)
            throws IOException, SQLException, InterruptedException {
        Service service = each.service();
        Databases databases = new Databases(server);
        String trainingDatabase = Environments.trainingDatabase(service);
        Path scratch = home.run().resolve("training-" + service.label());
        SwenHome.delete(scratch);
        SwenHome.folder(scratch);
        try {
            if (service.hasDatabase()) {
                databases.provideEmpty(trainingDatabase, service.databaseName());
            }
            int port = freePort();
            Map<String, String> environment = environments.training(service, scratch, port, freePort());
            // The simulator is a plain program: it runs until it is told to end.
            URI endOnceReady = service == Service.SIMULATOR
                    ? URI.create("http://127.0.0.1:" + port + service.readinessPath())
                    : null;
            return cache.train(flags(service), environment, scratch, trainingLog(each), endOnceReady);
        } finally {
            SwenHome.delete(scratch);
            if (service.hasDatabase()) {
                databases.drop(trainingDatabase);
            }
        }
    }

    private Path trainingLog(UnpackedService each) {
        return home.log("cache-" + each.service().label());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private <T> T step(String name, Callable<T> work) throws IOException, SQLException, InterruptedException {
        Instant began = clock.instant();
        try {
            T result = work.call();
            milestone(name, began, clock.instant());
            return result;
        } catch (IOException | SQLException | InterruptedException | RuntimeException expected) {
            throw expected;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private void changed(ProcessStatus status, @Nullable String event) {
        if (event != null) {
            note(event);
        } else {
            publish();
        }
    }

    private void note(String text) {
        synchronized (this) {
            events.add(new Snapshot.Event(clock.instant(), text));
            if (events.size() > EVENTS_KEPT) {
                events.removeFirst();
            }
        }
        publish();
    }

    private void fail(String text) {
        synchronized (this) {
            if (stopping) {
                return;
            }
            phase = Snapshot.Phase.FAILED;
            problem = text;
        }
        publish();
    }

    /** Tells the other commands by way of the state file. */
    private synchronized void publish() {
        try {
            snapshot().write(home.state());
        } catch (IOException cannot) {
            // The platform itself runs on; only status and down of other terminals see an older state.
            events.add(new Snapshot.Event(clock.instant(), "state.json cannot be written: " + cannot.getMessage()));
        }
    }

    /** Stops everything in order; returns when no child is left. Safe to call twice and from any thread. */
    void stop() throws InterruptedException {
        Thread starting;
        Thread training;
        Thread backingUp;
        synchronized (this) {
            if (stopping) {
                starting = null;
                training = null;
                backingUp = null;
            } else {
                stopping = true;
                if (phase != Snapshot.Phase.FAILED) {
                    phase = Snapshot.Phase.STOPPING;
                }
                starting = starter;
                training = trainer;
                backingUp = backups;
            }
        }
        if (starting == null) {
            stopped.await();
            return;
        }
        starting.interrupt();
        if (training != null) {
            training.interrupt();
            training.join(Duration.ofSeconds(5));
        }
        if (backingUp != null) {
            backingUp.interrupt();
            backingUp.join(Duration.ofSeconds(5));
        }
        supervisor.stop();
        publish();
        stopped.countDown();
    }

    void awaitStopped() throws InterruptedException {
        stopped.await();
    }
}
