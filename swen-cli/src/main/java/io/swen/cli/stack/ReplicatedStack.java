package io.swen.cli.stack;

import io.swen.cli.balance.Balancer;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A platform with several instances of each service on this machine, each service behind a balancer at its usual port. */
public final class ReplicatedStack implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(12);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

    private final Context context;
    private final PortPlan ports;
    private final int replicas;
    private final Secrets secrets;
    private final Environments environments;
    private final Map<String, String> more;
    private final Supervisor supervisor;
    private final Map<Service, List<Integer>> instancePorts = new TreeMap<>();
    private final Map<Service, Balancer> balancers = new TreeMap<>();
    private final Instant began;
    private final Thread stopper;
    private @Nullable ProcessSpec postgres;

    /**
     * @param context with a home of its own
     * @param replicas how many instances of each service
     * @param more environment variables of all services
     */
    public ReplicatedStack(Context context, int replicas, Map<String, String> more) {
        this.context = context;
        this.ports = PortPlan.free();
        this.replicas = replicas;
        this.more = Map.copyOf(more);
        this.secrets = new Secrets(context.home());
        Map<String, String> caller = new HashMap<>(System.getenv());
        caller.keySet().removeIf(name -> name.startsWith("SWEN_"));
        this.environments = new Environments(context.home(), ports, secrets, JavaInstallation.current(), 1, caller);
        this.supervisor = new Supervisor(
                context.clock(),
                (status, event) -> {
                    if (event != null) {
                        context.terminal().say("  " + event);
                    }
                },
                () -> true);
        this.began = context.clock().instant();
        this.stopper = StackHook.install(supervisor::stop);
    }

    /** Starts everything from the jars of a checkout that was built; returns once all instances are ready. */
    public void start(Project release) throws IOException, SQLException, InterruptedException {
        SwenHome home = context.home();
        home.create();
        secrets.provide();
        publish();
        startPostgres();
        launchSimulator(release);
        List<Service> services = Service.withDatabase();
        List<Integer> free = ports.beside(services.size() * replicas);
        for (int i = 0; i < services.size(); i++) {
            Service service = services.get(i);
            List<Integer> own = free.subList(i * replicas, (i + 1) * replicas);
            instancePorts.put(service, own);
            balancers.put(service, new Balancer(ports.of(service), own, service.readinessPath()));
        }
        for (int instance = 0; instance < replicas; instance++) {
            for (Service service : services) {
                launch(release, service, instance);
            }
            for (Service service : services) {
                awaitReady(service, instance);
            }
        }
    }

    /** So that other commands find it as they find any platform. */
    private void publish() throws IOException {
        new Snapshot(
                        Snapshot.Phase.READY,
                        null,
                        ProcessIdentity.ofThisProcess(),
                        ports.base(),
                        1,
                        began,
                        context.clock().instant(),
                        List.of(),
                        List.of(),
                        List.of())
                .write(context.home().state());
    }

    private void startPostgres() throws IOException, SQLException, InterruptedException {
        SwenHome home = context.home();
        PostgresBinaries binaries = PostgresBinaries.unpack(home.run().resolve("postgresql-18"));
        PostgresServer server =
                new PostgresServer(binaries, home.postgres(), ports.postgres(), secrets.superuserPasswordFile());
        postgres = new ProcessSpec(
                LocalStack.POSTGRES,
                () -> moreConnections(server.prepare()),
                environments.clean(),
                home.run(),
                home.log(LocalStack.POSTGRES),
                ports.postgres(),
                server::ready,
                "INT",
                4,
                STOP_WITHIN);
        supervisor.start(postgres);
        awaitProcess(LocalStack.POSTGRES);
        new Databases(server).provide(secrets.databasePasswords());
    }

    /** Twice the services want twice the connections. */
    private static List<String> moreConnections(List<String> command) {
        List<String> more = new ArrayList<>(command);
        more.addAll(List.of("-c", "max_connections=400"));
        return more;
    }

    private void launchSimulator(Project release) throws IOException, InterruptedException {
        UnpackedService unpacked = unpack(release, Service.SIMULATOR);
        supervisor.start(new ProcessSpec(
                Service.SIMULATOR.label(),
                () -> command(unpacked),
                environments.of(Service.SIMULATOR),
                context.home().run(),
                context.home().log(Service.SIMULATOR.label()),
                ports.of(Service.SIMULATOR),
                ProcessSpec.Readiness.http(Service.SIMULATOR.readiness(ports)),
                "TERM",
                3,
                STOP_WITHIN));
        awaitProcess(Service.SIMULATOR.label());
    }

    private UnpackedService unpack(Project release, Service service) throws IOException {
        String of = Integer.toHexString(release.root().toString().hashCode());
        return UnpackedService.unpack(
                service,
                release.executableJar(service.module()),
                context.home().run().resolve(service.label() + "-" + of));
    }

    private static List<String> command(UnpackedService service) {
        List<String> command =
                new ArrayList<>(List.of(JavaInstallation.current().executable().toString()));
        command.addAll(LocalStack.flags(service.service()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", service.jar().toString()));
        return command;
    }

    private void launch(Project release, Service service, int instance) throws IOException {
        UnpackedService unpacked = unpack(release, service);
        int port = port(service, instance);
        Map<String, String> environment = new HashMap<>(environments.of(service));
        environment.putAll(more);
        environment.put("SERVER_PORT", Integer.toString(port));
        String name = name(service, instance);
        supervisor.start(new ProcessSpec(
                name,
                () -> command(unpacked),
                environment,
                context.home().run(),
                context.home().log(name),
                port,
                ProcessSpec.Readiness.http(URI.create("http://127.0.0.1:" + port + service.readinessPath())),
                "TERM",
                service.stopRank(),
                STOP_WITHIN));
    }

    private int port(Service service, int instance) {
        return Objects.requireNonNull(instancePorts.get(service)).get(instance);
    }

    private Balancer balancer(Service service) {
        return Objects.requireNonNull(balancers.get(service));
    }

    private static String name(Service service, int instance) {
        return service.label() + "-" + (instance + 1);
    }

    private void awaitReady(Service service, int instance) throws IOException, InterruptedException {
        long from = System.nanoTime();
        while (!balancer(service).ready(instance)) {
            if (System.nanoTime() - from > READY_WITHIN.toNanos() || failed(name(service, instance))) {
                throw notReady(name(service, instance));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        context.terminal()
                .say("  " + name(service, instance) + " is ready after "
                        + Terminal.readable(Duration.ofNanos(System.nanoTime() - from)));
    }

    private boolean failed(String name) {
        return supervisor.statuses().stream()
                .anyMatch(status -> status.name().equals(name)
                        && (status.state() == ProcessState.FAILED || status.restarts() >= 5));
    }

    private void awaitProcess(String name) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (supervisor.statuses().stream()
                .noneMatch(status -> status.name().equals(name) && status.state() == ProcessState.READY)) {
            if (System.nanoTime() > deadline || failed(name)) {
                throw notReady(name);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private CliException notReady(String name) throws IOException {
        return new CliException(
                ExitCode.FAILED,
                name + " did not become ready; the end of its log:\n    "
                        + String.join("\n    ", LogFile.tail(context.home().log(name), 20)));
    }

    /** How many instances of services there are. */
    public int instances() {
        return replicas * Service.withDatabase().size();
    }

    /** The names of the services that have several instances. */
    public List<String> services() {
        return Service.withDatabase().stream().map(Service::label).toList();
    }

    /** The process ids of a service's instances, in their order; 0 where one does not run. */
    public List<Long> pids(String service) {
        List<Long> pids = new ArrayList<>();
        for (int instance = 0; instance < replicas; instance++) {
            String name = name(named(service), instance);
            pids.add(supervisor.statuses().stream()
                    .filter(status -> status.name().equals(name))
                    .map(ProcessStatus::identity)
                    .filter(identity -> identity != null)
                    .mapToLong(ProcessIdentity::pid)
                    .findFirst()
                    .orElse(0));
        }
        return pids;
    }

    /** Kills an instance as {@code kill -9} does; it is started again by itself. */
    public void kill(String service, int instance) {
        long pid = pids(service).get(instance);
        context.terminal().say("kill -9 " + name(named(service), instance) + " (" + pid + ")");
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Returns once every instance is ready. */
    public void awaitAll() throws IOException, InterruptedException {
        for (Service service : Service.withDatabase()) {
            for (int instance = 0; instance < replicas; instance++) {
                awaitReady(service, instance);
            }
        }
    }

    /** Takes an instance out of the balancer, stops it, and starts it from another release's jar. */
    public void replace(Project release, String service, int instance) throws IOException, InterruptedException {
        Service of = named(service);
        balancer(of).drain(instance);
        supervisor.stop(name(of, instance));
        launch(release, of, instance);
        balancer(of).undrain(instance);
        awaitReady(of, instance);
    }

    /** Ends the database server without a word, and keeps it from starting again for a time. */
    public void cutDatabase(Duration length) throws IOException, InterruptedException {
        context.terminal().say("kill -9 postgres, for " + Terminal.readable(length));
        for (ProcessStatus status : supervisor.statuses()) {
            ProcessIdentity identity = status.identity();
            if (status.name().equals(LocalStack.POSTGRES) && identity != null) {
                identity.signal("KILL");
            }
        }
        supervisor.stop(LocalStack.POSTGRES);
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        supervisor.start(Objects.requireNonNull(postgres));
        awaitProcess(LocalStack.POSTGRES);
    }

    /** How often the balancers sent a request to another instance because the first was gone. */
    public long repeated() {
        return balancers.values().stream().mapToLong(Balancer::repeated).sum();
    }

    private static Service named(String label) {
        return Service.named(label).orElseThrow(() -> new IllegalArgumentException("no service " + label));
    }

    @Override
    public void close() throws InterruptedException, IOException {
        StackHook.remove(stopper);
        supervisor.stop();
        for (Balancer balancer : balancers.values()) {
            balancer.close();
        }
        Files.deleteIfExists(context.home().state());
    }

    /** Its home. */
    public Path home() {
        return context.home().root();
    }
}
