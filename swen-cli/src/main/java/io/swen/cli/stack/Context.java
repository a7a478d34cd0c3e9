package io.swen.cli.stack;

import io.swen.cli.backup.Backups;
import io.swen.cli.console.Terminal;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command needs to know about where it runs.
 *
 * @param terminal where it speaks
 * @param clock its time
 * @param project the checkout
 * @param home the platform's folder
 */
public record Context(Terminal terminal, Clock clock, Project project, SwenHome home) {
    public static Context system() {
        Project project = Project.find();
        return new Context(Terminal.system(), Clock.systemUTC(), project, SwenHome.locate(project));
    }

    /** What the supervisor wrote last; empty if none ever ran here. */
    Optional<Snapshot> snapshot() throws IOException {
        return Snapshot.read(home.state());
    }

    PortPlan ports() {
        return PortPlan.from(System.getenv("SWEN_PORT_BASE"));
    }

    /** The public address: {@code SWEN_URL}, else that of the platform running here, else the one it would have. */
    public String publicUrl() throws IOException {
        String told = System.getenv("SWEN_URL");
        if (told != null && !told.isBlank()) {
            return told.endsWith("/") ? told.substring(0, told.length() - 1) : told;
        }
        return runningPorts().publicUrl();
    }

    /** Whether {@code SWEN_URL} names another platform than the one that runs here, if one does. */
    public boolean isElsewhere() throws IOException {
        return !publicUrl().equals(runningPorts().publicUrl());
    }

    /** The address of the simulated AWS of the platform running here. */
    public String simulatorUrl() throws IOException {
        return PortPlan.url(runningPorts().of(Service.SIMULATOR));
    }

    /** Where each service of the platform running here listens, by its name. */
    public Map<String, Integer> servicePorts() throws IOException {
        PortPlan ports = runningPorts();
        return Service.withDatabase().stream().collect(Collectors.toMap(Service::label, ports::of));
    }

    /** The folder with what Prometheus and Alertmanager prove themselves with, each in a folder of its own. */
    public Path watcherSecrets() {
        return home.secrets();
    }

    /** The database server of the platform running here. */
    public PostgresServer database() throws IOException {
        return new PostgresServer(
                new PostgresBinaries(home.run()),
                home.postgres(),
                runningPorts().postgres(),
                new Secrets(home).superuserPasswordFile());
    }

    /** Sessions of the superuser of the platform's database server, which backups read through. */
    public Backups.Sessions backupSessions() throws IOException {
        String foreign = System.getenv("SWEN_DATABASE_URL");
        if (foreign == null || foreign.isBlank()) {
            PostgresServer server = database();
            return server::session;
        }
        return ForeignDatabase.sessions(foreign, System.getenv());
    }

    /** The ids of the platform's processes that run now, the supervisor among them. */
    public List<Long> processes() throws IOException {
        List<ProcessIdentity> identities = new ArrayList<>();
        snapshot().ifPresent(snapshot -> {
            identities.add(snapshot.supervisor());
            snapshot.processes().forEach(process -> {
                if (process.identity() != null) {
                    identities.add(process.identity());
                }
            });
        });
        return identities.stream()
                .flatMap(identity -> identity.alive().stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
    }

    /** The processes that serve now, but for some, by name; the supervisor is none of them. */
    public List<ProcessIdentity> serving(Set<String> but) throws IOException {
        List<ProcessIdentity> serving = new ArrayList<>();
        snapshot()
                .ifPresent(snapshot -> snapshot.processes().forEach(process -> {
                    if (process.identity() != null && !but.contains(process.name())) {
                        serving.add(process.identity());
                    }
                }));
        return serving;
    }

    /** What routing-service of the platform running here is told of its database, secrets and keys; empty while none runs. */
    public Optional<Map<String, String>> routingEnvironment() throws IOException {
        Optional<Snapshot> running = snapshot().filter(Snapshot::supervised);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Environments environments = new Environments(
                home,
                new PortPlan(running.get().portBase()),
                new Secrets(home),
                JavaInstallation.current(),
                running.get().speed(),
                System.getenv());
        return Optional.of(environments.of(Service.ROUTING));
    }

    /** The ports of the platform running here, or those it would have. */
    PortPlan runningPorts() throws IOException {
        return snapshot()
                .filter(Snapshot::supervised)
                .map(snapshot -> new PortPlan(snapshot.portBase()))
                .orElseGet(this::ports);
    }
}
